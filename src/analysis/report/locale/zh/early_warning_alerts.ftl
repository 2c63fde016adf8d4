### 预警名单及其背后的决策（笔记本 05）。
### 花括号中的值会被填入，请保留其名称。金额与人数均为现成文本。

## 名单

warning-alerts-heading = 现在应联系谁
warning-alerts-lead = 本报告不列出名单本身：名单在本次运行的预警文件中，每位客户一行，仅以假名标识。只联系预计划算的客户，收益高者优先，每月最多{ $capacity }次；要求勿打扰或未同意联系的客户一律不列入。
warning-alerts-lead-no-money = 本报告不列出名单本身：名单在本次运行的预警文件中，每位客户一行，仅以假名标识。名单为风险最高的客户，每月最多{ $capacity }次联系；要求勿打扰或未同意联系的客户一律不列入。
warning-alerts-withheld = 本报告的检验不允许依据这些风险采取行动（见篇首的可信度标识），因此未生成名单。
warning-alerts-claim = 现在应联系{ $contacted }名客户；若不联系，其中约{ $lost }名将在{ $ahead }内流失。
warning-alerts-claim-none = 目前不必联系任何客户：没有一名客户的预期挽回毛利高于{ $cost }的联系成本。
warning-alerts-meaning-assumption = 假设联系能留住即将流失客户的{ $saved }（尚未经实测），扣除{ $cost }成本后，预计带来{ $margin }。只要留住的比例不低于{ $break_even }，联系就划算。
warning-alerts-meaning-experiment = 实验测得联系能留住即将流失客户的{ $saved }；扣除{ $cost }成本后，预计带来{ $margin }。只要留住的比例不低于{ $break_even }，联系就划算。
warning-alerts-meaning-none = 联系成本更低或效果更好时，结论会改变；下文的假设表显示了变化的幅度。
warning-alerts-meaning-no-money = study.yml 未完整给出联系成本、毛利率和联系能留住的比例，因此无法判断这些联系是否划算。
warning-alerts-binding-capacity = 名单止于联系能力：另有{ $beyond }名客户值得联系。
warning-alerts-binding-capacity-plain = 名单止于联系能力；其余客户的风险更低。
warning-alerts-binding-money = 名单止于收益：再联系其他客户预计不划算；每月{ $capacity }次联系能力中尚余{ $left }次。
warning-alerts-binding-customers = 名单止于客户：没有其他客户在{ $ahead }内是否流失尚无定论。
warning-alerts-too-late = { $n ->
    [0] 值得联系的客户中，没有人因沉默过久、可能在{ $lead }内即告流失而错过预警时机。
   *[other] 另有{ $customers }名客户本值得联系，但已错过预警时机：沉默已久，可能在{ $lead }内即告流失，联系来不及见效。这些客户应转入赢回，不列入名单。
}
warning-alerts-holdout-title = 对照组
warning-alerts-note-title = 金额的依据
warning-alerts-holdout-note = { $share }的客户被随机划为长期对照组：列入名单但不联系，以便衡量联系带来的改变。
warning-alerts-funnel-caption = 从全部观察客户到应联系客户
warning-alerts-head-step = 步骤
warning-alerts-head-customers = 客户数
warning-alerts-step-looked = 仍为客户、纳入观察
warning-alerts-step-open = 其中{ $ahead }内是否流失尚无定论
warning-alerts-step-worth = 其中预计值得联系
warning-alerts-step-eligible = 其中有流失风险
warning-alerts-step-too-late = 其中剔除：已错过预警时机，仅凭沉默便可能在{ $lead }内流失
warning-alerts-step-refused = 其中剔除：要求勿打扰或未同意联系
warning-alerts-step-beyond = 其中剔除：联系能力不足
warning-alerts-step-listed = 列入名单
warning-alerts-step-holdout = 其中对照组：不联系
warning-alerts-step-contacted = 应联系
warning-alerts-money-caption = 这些联系预计带来什么
warning-alerts-head-term = 就应联系的客户而言
warning-alerts-head-value = 数值
warning-alerts-head-range = 范围
warning-alerts-money-note = 范围的算法：将所有风险同时取其{ $level }区间的下限，再同时取上限，因为风险若有偏差便会一同偏差。在险价值为客户按自身节奏在{ $days }内带来的毛利；记录较短的客户向总体水平收缩。
warning-alerts-money-note-plain = 范围的算法：将所有风险同时取其{ $level }区间的下限，再同时取上限，因为风险若有偏差便会一同偏差。
warning-alerts-term-expected_losses = 若不联系，{ $ahead }内将流失的客户数
warning-alerts-term-expected_saved = 联系预计留住的客户数
warning-alerts-term-list_cost = 联系成本
warning-alerts-term-list_value = 若全部流失所损失的在险价值
warning-alerts-term-list_net_margin = 若留住{ $saved }，扣除成本后的预期挽回毛利
warning-alerts-term-break_even_saved_share = 联系划算所需的最低留住比例

## 谁有风险

warning-alerts-risk-heading = 谁有风险：按阶段与价值
warning-alerts-risk-claim = 预计{ $ahead }内流失的{ $total }名客户中，{ $group }最多：{ $lost }名。
warning-alerts-risk-claim-money = 损失最大的是处于{ $group }阶段的客户：预计{ $ahead }内随流失客户损失的{ $total }中占{ $money }。
warning-alerts-risk-claim-value = 预计{ $ahead }内随流失客户损失的{ $total }中，价值最高的三分之一客户占{ $money }。
warning-alerts-risk-claim-plain = 预计{ $n }名客户中有{ $total }名将在{ $ahead }内流失。
warning-alerts-risk-meaning = 预期流失为各客户风险之和；在险价值则按每位客户可能损失的毛利加权。在险价值高而列入名单少的群体，挽留成本高于所得。
warning-alerts-risk-meaning-in-time = 预期流失为各客户风险之和；在险价值则按每位客户可能损失的毛利加权。在险价值高而列入名单少的群体，或是挽留成本高于所得，或是已错过预警时机。
warning-alerts-risk-meaning-plain = 预期流失为群体中各客户风险之和。
warning-alerts-risk-title = { $group }客户的风险最高：平均{ $risk }
warning-alerts-risk-subtitle = { $ahead }内的平均流失风险，按阶段与在险价值三分位；不足{ $minimum }名客户的群体不予显示
warning-alerts-risk-alt = { $ahead }内的平均流失风险：{ $cells }。
warning-alerts-risk-cell = { $stage }、{ $value }：{ $risk }
warning-alerts-risk-caption = 客户数、预期流失与在险价值
warning-alerts-risk-note = 预期流失的范围：所有风险同时取其{ $level }区间的限值。三分位按客户的在险价值划分，价值相同的客户归为一组。不足{ $minimum }名客户的群体不予显示。
warning-alerts-head-group = 群体
warning-alerts-head-mean-risk = 平均风险
warning-alerts-head-losses = 预期流失（名）
warning-alerts-head-value-at-risk = 在险价值（{ $currency }）
warning-alerts-head-listed = 列入名单
warning-alerts-group-all = 全部
warning-alerts-group-stage = 阶段：{ $name }
warning-alerts-group-value = 在险价值：{ $name }
warning-alerts-band-low = 低三分位
warning-alerts-band-middle = 中三分位
warning-alerts-band-high = 高三分位
warning-alerts-band-unknown = 未知
warning-alerts-stage-unknown = 未知

## 过去各月

warning-alerts-past-heading = 这样的名单过去会带来什么
warning-alerts-past-lead = 将同一规则用于过去各月：只用当时已知的信息，风险来自未见过这些月份的模型。数字为一个月的量，客户数按当前计。
warning-alerts-past-lead-tenure = 将同一规则用于模型未见过的客户：合同没有日期，便没有过去的月份，因此各部分客户轮流接受检验。数字为一个月的量，客户数与在网时长构成按当前计。客户的特征仅为某一天所知，因此当前客户与这些客户的差别可能不止于在网时长。
warning-alerts-past-in-time = 仅凭沉默便可能在{ $lead }内流失的客户已错过预警时机：与名单一致，此处以及经理规则均不计入。
warning-alerts-past-claim = 这样的名单每月联系{ $contacted }次，可触及{ $caught }名将流失的客户；经理规则联系{ $reference_contacted }次，可触及{ $reference }名。
warning-alerts-past-claim-alone = 这样的名单每月联系{ $contacted }次，可触及{ $caught }名将流失的客户。
warning-alerts-past-claim-none = 在过去各月，同样没有一次联系预计划算。
warning-alerts-past-more = 若联系留住即将流失客户的{ $saved }，每月名单净带来{ $margin }，比经理规则多{ $difference }：差异超出偶然。
warning-alerts-past-same = 若联系留住即将流失客户的{ $saved }，每月名单净带来{ $margin }。与经理规则的差异为{ $difference }，可能出于偶然。
warning-alerts-past-less = 若联系留住即将流失客户的{ $saved }，每月名单净带来{ $margin }，而经理规则带来更多（差{ $difference }）：名单应采用经理规则。
warning-alerts-past-alone = 若联系留住即将流失客户的{ $saved }，每月名单净带来{ $margin }；随机抽取的联系为{ $random }。
warning-alerts-past-no-money = 与随机抽取的联系相比，多触及{ $difference }名将流失的客户。
warning-alerts-past-caption = 过去一个月的联系：本规则、经理规则与随机抽取
warning-alerts-past-note = { $level }置信区间，按客户聚类，因为同一客户在多个月份被评判。联系视同已进行，未设对照组。随机抽取：在可联系的客户中抽取同样多人。
warning-alerts-head-strategy = 联系对象的选择
warning-alerts-head-contacted = 联系次数
warning-alerts-head-caught = 其中流失
warning-alerts-head-margin = 净毛利（{ $currency }）
warning-alerts-head-margin-low = 若留住{ $saved }
warning-alerts-strategy-chosen = 本规则
warning-alerts-strategy-reference = 经理规则
warning-alerts-strategy-random = 随机抽取
warning-alerts-check-past = 过去的名单与经理规则相比
warning-alerts-check-past-result = 每月{ $difference }
warning-alerts-check-promise = 过去名单中的流失
warning-alerts-check-promise-result = 每月预期{ $expected }，实际{ $caught }
warning-alerts-check-promise-kept = 名单的预期毛利成立
warning-alerts-check-promise-broken = 名单的预期毛利应计入此误差
warning-alerts-check-used = 名单依据模型
warning-alerts-check-not-better = 应视名单不优于经理规则

## 决策曲线

warning-alerts-curve-heading = 风险多高才值得联系
warning-alerts-curve-lead = 相对于避免一次流失，一次不必要的联系越贵，值得联系的风险门槛就越高。决策曲线显示，在每个门槛上，与联系全部客户、不联系任何客户或按经理规则联系相比，预警的价值有多大。
warning-alerts-curve-claim = 当风险门槛在{ $from }至{ $to }之间时，预警的价值高于全部联系、全不联系或按经理规则联系，且超出偶然。
warning-alerts-curve-claim-none = 在任何门槛上，预警的价值都未超出偶然地高于全部联系、全不联系或按经理规则联系。
warning-alerts-curve-meaning-inside = 按所给成本，对中等价值的客户（在险价值{ $value }），风险达到{ $threshold }时联系划算：落在上述范围之内。
warning-alerts-curve-meaning-outside = 按所给成本，对中等价值的客户（在险价值{ $value }），风险达到{ $threshold }时联系划算：落在上述范围之外。价值更高的客户门槛更低（最高四分之一为{ $higher }）。
warning-alerts-curve-meaning-never = 按所给成本，对中等价值的客户（在险价值{ $value }），无论风险多高，联系都不划算；对价值最高的四分之一，风险达到{ $higher }时划算。
warning-alerts-curve-meaning-at-no-risk = 按所给成本，对中等价值的客户，无论风险多高，联系都不划算。
warning-alerts-curve-meaning-no-money = 合适的门槛取决于成本，而 study.yml 未给出。
warning-alerts-curve-title = 门槛为{ $threshold }时，预警相对其他规则的增益最大：每千名客户多触及{ $gain }名将流失者
warning-alerts-curve-title-none = 与更简单的规则相比，预警没有超出偶然的增益
warning-alerts-curve-subtitle = 每千名客户的净收益：触及的流失，扣除按门槛折算的不必要联系；{ $ahead }内流失，{ $level }置信区间
warning-alerts-curve-alt = 各门槛下每千名客户的净收益。{ $points }。
warning-alerts-curve-alt-point = { $threshold }时：本模型{ $own }，全部联系{ $all }
warning-alerts-curve-axis-threshold = 值得联系的风险门槛
warning-alerts-curve-axis-benefit = 每千名客户触及的流失（净）
warning-alerts-curve-line-chosen = 预警
warning-alerts-curve-line-reference = 经理规则
warning-alerts-curve-line-alert_all = 全部联系
warning-alerts-curve-line-alert_none = 全不联系
warning-alerts-curve-mark = 中等价值的门槛

## 敏感性

warning-alerts-sensitivity-heading = 结果多大程度取决于假设
warning-alerts-sensitivity-claim = 每次只改变一个假设，名单每月带来{ $low }至{ $high }；影响最大的是{ $parameter }。
warning-alerts-sensitivity-meaning-robust = 在上述每个假设下都划算。
warning-alerts-sensitivity-meaning-fragile = 在其中一些假设下会亏损：应先借助对照组测定最不确定的一项。
warning-alerts-sensitivity-title = { $parameter }处于最不利时，名单带来{ $low }；最有利时为{ $high }
warning-alerts-sensitivity-subtitle = 某一假设有误而其余成立时，现有名单的预期净毛利（{ $currency }／月）
warning-alerts-sensitivity-alt = 某一假设有误时名单的预期净毛利：{ $rows }。
warning-alerts-sensitivity-alt-row = { $parameter }：{ $low }至{ $high }
warning-alerts-sensitivity-axis = 净毛利（{ $currency }）
warning-alerts-sensitivity-caption = 在其他假设下重新生成的名单
warning-alerts-sensitivity-note = 保留：现有名单中的联系，在另一假设下仍会进行的比例。
warning-alerts-head-parameter = 假设
warning-alerts-head-setting = 取值
warning-alerts-head-new-contacts = 联系次数
warning-alerts-head-new-margin = 净毛利：重新生成的名单（{ $currency }）
warning-alerts-head-kept-margin = 净毛利：现有名单（{ $currency }）
warning-alerts-head-overlap = 保留
warning-alerts-label-base = 按所给假设
warning-alerts-label-contact_cost = 联系成本
warning-alerts-label-saved_share = 留住的比例
warning-alerts-label-value_at_stake = 在险价值
warning-alerts-label-risk = 风险
warning-alerts-parameter-contact_cost = 联系成本
warning-alerts-parameter-saved_share = 留住的比例
warning-alerts-parameter-value_at_stake = 在险价值
warning-alerts-parameter-risk = 风险
warning-alerts-setting-times = { $factor }倍
warning-alerts-setting-risk-low = 全部取下限
warning-alerts-setting-risk-high = 全部取上限

## 名单各列

warning-alerts-column-pseudonym = 客户的假名；持有密钥者可用命令还原为公司自己的客户编号
warning-alerts-column-rank = 1为联系预计带来最多的客户
warning-alerts-column-stage = 截止日期所处的生命周期阶段
warning-alerts-column-risk = 在{ $ahead }内流失的概率，0至1
warning-alerts-column-conf_low = { $level }区间下限：新的一个月中，被给予同一风险的客户实际流失的比例
warning-alerts-column-conf_high = 该区间的上限
warning-alerts-column-value_at_stake = 按客户自身节奏在{ $days }内带来的毛利，单位{ $currency }；无法得知时为空
warning-alerts-column-signs = 出现的衰退信号
warning-alerts-column-reason = 与同阶段的一般客户相比，最能抬高风险的因素
warning-alerts-column-remedy = 针对最可能的流失原因的对策，原因出自流失客户的自述
warning-alerts-column-do_not_contact = 要求勿打扰；未知时为空。名单中没有此类客户，联系当日请再次核对
warning-alerts-column-consent = 同意联系；未知时为空
warning-alerts-column-holdout = 「是」表示不要联系：随机划定的长期对照组，用以衡量联系带来的改变
warning-alerts-reason = { $group }（风险+{ $points }个百分点）
warning-alerts-ask = 询问客户缺少什么；没有流失原因的记录
