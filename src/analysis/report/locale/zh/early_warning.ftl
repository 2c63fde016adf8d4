### 流失预警报告（笔记本 05）：名称与框架。
### 花括号中的值会被填入，请保留其名称。$window 为天数。

warning-title = 流失预警
warning-subtitle = 哪些客户将在{ $horizon }内流失、原因何在，以及以往预警的成效

## 多处使用

warning-withheld-title = 未予展示
warning-unknown = 未知
warning-everyone = 全部客户
warning-group-others = 其他
warning-named-value = { $name }：{ $value }
warning-flag-yes = 是
warning-flag-no = 否
warning-outcome-passed = 通过
warning-outcome-failed = 未通过
warning-outcome-unknown = 无法判断

## 模型

warning-model-recency = 经理常用规则
warning-model-alive = 活跃概率（BG/NBD）
warning-model-hazard = 逻辑风险模型
warning-model-cox = Cox 模型
warning-model-boosting = 梯度提升
warning-model-ensemble = 集成模型

## 衰退信号

warning-sign-contacts_fall = 联系减少
warning-sign-purchases_fall = 购买变少或变小
warning-sign-satisfaction_falls = 满意度下降
warning-sign-activity_falls = 活跃度下降
warning-sign-channel_shifts = 渠道转移

## 客户自述的流失原因

warning-cause-other = 其他原因

## 特征组

warning-group-recency = 相对自身节奏的沉默
warning-group-purchases = 购买次数、金额与品类
warning-group-contract = 合约与价格
warning-group-contacts = 联系
warning-group-complaints = 投诉
warning-group-activity = 活跃度
warning-group-channel = 使用渠道
warning-group-satisfaction = 满意度、评分与评论
warning-group-stage = 所处阶段
warning-group-tenure = 客龄
warning-group-market = 市场环境
warning-group-profile = 客户画像

## 特征

warning-feature-score = { $name }：得分（满分 100）
warning-feature-change = { $name }：较上次调查的变化
warning-feature-market = { $name }（近 30 天均值）
warning-feature-tenure_days = 成为客户的天数
warning-feature-days_since_purchase = 距上次购买天数
warning-feature-rhythm_days = 自身购买节奏（间隔天数）
warning-feature-recency_ratio = 沉默时长与自身节奏之比
warning-feature-silence_left = 距判定流失的剩余天数
warning-feature-gap_recent_days = 最近几次购买的间隔天数
warning-feature-gap_before_days = 此前购买的间隔天数
warning-feature-gap_ratio = 近期间隔与此前之比
warning-feature-probability_alive = 活跃概率
warning-feature-n_purchases = 累计购买次数
warning-feature-amount_recent_cents = 最近几次购买的平均金额
warning-feature-amount_before_cents = 此前购买的平均金额
warning-feature-amount_ratio = 近期金额与此前之比
warning-feature-n_purchases_recent = 近 { $window } 天购买次数
warning-feature-n_purchases_before = 再前 { $window } 天购买次数
warning-feature-n_purchases_last_year = 近一年购买次数
warning-feature-spend_recent_cents = 近 { $window } 天消费额
warning-feature-spend_before_cents = 再前 { $window } 天消费额
warning-feature-spend_last_year_cents = 近一年消费额
warning-feature-spend_trend = 消费趋势（−1 至 1）
warning-feature-n_products_last_year = 近一年购买的品类数
warning-feature-contract_days = 合约已执行天数
warning-feature-n_contracts_so_far = 累计合约数
warning-feature-n_contracts_running = 在执行合约数
warning-feature-charge_cents = 每期费用
warning-feature-charge_ratio = 现费用与此前费用之比
warning-feature-n_contacts_recent = 近 { $window } 天联系次数
warning-feature-n_contacts_before = 再前 { $window } 天联系次数
warning-feature-days_since_contact = 距上次联系天数
warning-feature-n_complaints_last_year = 近一年投诉次数
warning-feature-days_since_complaint = 距上次投诉天数
warning-feature-n_open_complaints = 未解决投诉数
warning-feature-complaint_days = 上次投诉的解决天数
warning-feature-n_active_days_recent = 近 { $window } 天活跃天数
warning-feature-n_active_days_before = 再前 { $window } 天活跃天数
warning-feature-off_channel_recent = 最近购买中主渠道以外的占比
warning-feature-off_channel_before = 此前购买中主渠道以外的占比
warning-feature-days_since_answer = 距上次作答天数
warning-feature-days_since_comment = 距上次评论天数
warning-feature-n_comment_days_last_year = 近一年有评论的天数
warning-feature-last_rating = 最近一次评分
warning-feature-stage = 阶段
warning-feature-days_in_stage = 处于当前阶段的天数

## 要点

warning-heading-summary = 要点
warning-summary-caption = 主要发现及其含义
warning-summary-found = 发现
warning-summary-means = 含义
warning-summary-note = 风险指客户在{ $horizon }内流失的概率。与高风险相伴的因素未必是其原因：联系客户能否留住客户，只能通过随机不联系的一部分客户来判断。

## 可信程度

warning-heading-trust = 可信程度
warning-trust-verdict = { $n } 项检查中，{ $passed } 项通过{ $failed ->
    [0] {""}
   *[other] ，{ $failed } 项未通过
}{ $unknown ->
    [0] {""}
   *[other] ，{ $unknown } 项无法判断
}。
warning-trust-use = 关于预警成效的每个数字，均来自模型未曾见过的月份：只用当时已知的信息作出预测，再与实际结果对照。未通过的检查说明哪些结论不能成立，最后一列说明因此作了什么处理。
warning-trust-caption = 检查项目
warning-head-check = 检查
warning-head-result = 结果
warning-head-passed = 结论
warning-head-done = 处理
warning-check-data = 数据质量
warning-done-data = 见封面

## 方法

warning-heading-methods = 方法
warning-method-lead = 模型来自维护良好的程序库或本项目自己的程序；后者已用公开发表的数值以及真实风险已知的模拟企业加以检验。
warning-method-sources = 出处：{ $source }。
warning-method-risk-heading = 风险
warning-method-dated = 在每个月末，用当天结束时已知的信息描述每位在册客户，并追踪{ $horizon }。风险即客户在此期间流失的概率。模型只从作预测当日结果已知的月份学习，并以其后的月份检验。若按流失定义，客户在预警期内的结果已经确定，则不计入：预测这些客户谈不上对错。
warning-method-tenure = 客龄每满 30 天，用当时已知的信息描述每位在册客户，并追踪{ $horizon }。风险即客户在此期间流失的概率。合约没有日期，无法按时间先后排列：模型从一部分客户学习，用另一部分客户检验；追踪时间不足的客户，以其他客户加权弥补。
warning-formula-risk = 时点 t 的风险，等于在截至 t 尚未流失且已知截至 t 的信息时，于 t 加 H 之前流失的概率
warning-method-cox-heading = 模型
warning-method-cox = 所有模型使用相同的客户、月份与信息。除经理常用的规则外，还比较了预警期内流失的逻辑模型、信息随时间变化的 Cox 模型（若流失指沉默，则针对下一次购买），以及能自行发现弯曲关系与组合效应的梯度提升。采用误差最小的模型；若彼此无法区分，则取最简单者。
warning-formula-cox = 风险率等于基准风险率乘以系数与 t 时信息之积的指数
warning-method-alive-heading = 活跃概率
warning-method-alive = 每位客户以自己恒定的频率购买，直至悄然离开；每次购买后以自己的概率离开。由购买的次数与最近程度，即可推知客户仍在购买的概率，以及沉默到判定流失为止不再购买的概率。
warning-formula-alive = 活跃概率等于在已知购买次数、最后一次购买时间与 t 时，看不见的离开发生在 t 之后的概率
warning-method-recalibration-heading = 再校准
warning-method-recalibration = 模型得分经一条直线换算为概率，该直线由当时结果已知的早先预测拟合而成。风险的区间，是在新的月份里被给予同一风险的客户中流失比例的区间，包含直线的误差与月份之间的差异；它不是某一位客户命运的区间，客户或走或留。
warning-formula-recalibration = 风险的互补双对数等于 a 加 b 乘以得分的互补双对数
warning-method-brier-heading = 误差与校准
warning-method-brier = Brier 分数是风险与结果之差平方的均值，权重用于弥补未追踪到预警期末的客户。校准是在风险相近的客户中，比较预测比例与实际流失比例。期望校准误差是二者差距的均值，并扣除纯属偶然的部分。
warning-formula-brier = Brier 分数等于结果与风险之差平方的加权均值
warning-method-auc-heading = 排序能力
warning-method-auc = 在同一月份内，任取一位其后流失与一位未流失的客户，前者被给予更高风险的概率。50% 等于随机。
warning-formula-auc = 曲线下面积等于流失者的风险高于未流失者的概率
warning-method-decision-heading = 联系哪些客户
warning-method-decision = 风险、联系后可挽留的比例与客户在既定期间的价值三者相乘，高于联系成本时才值得联系。决策曲线展示名单在每一界限下的收益，并与全部联系、全不联系对照。可挽留比例在对照组给出答案之前只是假设。
warning-formula-decision = 风险乘以挽留比例乘以价值大于联系成本时预警
warning-method-reasons-heading = 原因
warning-method-reasons = 把一组信息换成客户所处阶段的常见值，重新计算风险，差额即该组信息的贡献。一组信息对整个模型的重要性，是在同月客户之间打乱该组信息后误差增加的幅度。
warning-formula-reasons = 一组信息的贡献等于风险减去该组取常见值时的风险
warning-method-causes-heading = 流失原因
warning-method-causes = 原因是客户离开时自己说的。因一种原因离开的客户不会再因另一种原因离开：各原因相互竞争，各自造成的流失比例之和等于总流失比例。受访者经加权以代表全部流失客户。
warning-formula-causes = 截至 u 因原因 k 流失的比例，等于在册比例对原因 k 风险率的积分
warning-method-life-heading = 剩余存续时间
warning-method-life = 已知客户今天仍在，以及目前掌握的信息，客户还会留多久：从观察日起算，而非从成为客户时起算。
warning-formula-life = 在 t 时仍在的条件下，t 加 u 时仍在的概率
warning-method-drift-heading = 漂移
warning-method-drift = 群体稳定性指数比较一项信息在学习月份与当前的分布。即使没有漂移，偶然性也会使其大于零，因此与无漂移时应有的大小对照；信息项较多时，p 值按 Holm 方法调整。
warning-formula-drift = 指数等于各区间占比之差乘以占比之比的对数，再求和
warning-method-errors = 区间均为 { $level } 置信区间。同一客户的多个月份按一位客户计，而非多位。

## 局限

warning-heading-limits = 局限
warning-limits-general = 风险针对与该客户相似的客户，并不预言个人的去留。原因说明模型中什么抬高了风险，而非做什么能降低风险。过去不等于将来：企业、市场或记录方式改变后，在模型见到之前风险会有偏差；每次运行都会检查漂移与校准。人数过少的组别不予展示。
warning-limits-silence = 流失是指沉默时间达到研究所定义的长度。最近才购买、在{ $horizon }内不可能满足该定义的客户，按定义没有风险；部分被判定流失的客户日后会回来。
warning-limits-dated = 流失是指合约到期且未续约，以研究的定义为准。
warning-limits-tenure = 合约没有日期：无法按过去月份回测，也无法按日历考察漂移与提前期；未来{ $horizon }若有以往客龄中未曾出现的变化，此处无从得知。客户属性为提取数据时的记录。
warning-limits-effect = 此处没有任何内容说明联系能够留住客户。设立对照组正是为了弄清这一点：请比较被联系者与对照组的流失。

## 术语

warning-heading-glossary = 术语
warning-term-risk = 风险
warning-meaning-risk = 客户在预警期内流失的概率。
warning-term-horizon = 预警期
warning-meaning-horizon = 提前预警的天数。
warning-term-landmark = 观察日
warning-meaning-landmark = 考察客户的某一天，例如月末：此前为已知信息，此后为结果。
warning-term-alert = 预警
warning-meaning-alert = 列入名单、待联系的客户。
warning-term-sign = 衰退信号
warning-meaning-sign = 联系减少、购买变少或变小、满意度下降、活跃度下降、渠道转移，各按既定规则判定。
warning-term-backtest = 回测
warning-meaning-backtest = 用当时已知的信息预测过去的月份，并与实际结果对照。
warning-term-precision = 精确率
warning-meaning-precision = 名单中的客户，其后流失的比例。
warning-term-recall = 召回率
warning-meaning-recall = 流失的客户中，事先列入名单的比例。
warning-term-lift = 提升度
warning-meaning-lift = 名单中的流失比例是全部客户的多少倍。
warning-term-calibration = 校准
warning-meaning-calibration = 被给予 20% 风险的客户中，确有 20% 流失。
warning-term-auc = 曲线下面积（AUC）
warning-meaning-auc = 流失客户被给予的风险高于未流失客户的概率。50% 等于随机，100% 为完美。
warning-term-brier = Brier 分数
warning-meaning-brier = 预测概率的均方误差，0 为完美。
warning-term-lead-time = 提前期
warning-meaning-lead-time = 从首次预警到流失的天数。
warning-term-value-at-stake = 所涉价值
warning-meaning-value-at-stake = 客户若留下，在既定期间内预计带来的毛利。
warning-term-decision-curve = 决策曲线
warning-meaning-decision-curve = 在每一联系界限下，名单扣除成本后的收益。
warning-term-drift = 漂移
warning-meaning-drift = 当前客户与模型所学习的客户相比，差异超出偶然。
warning-term-leak = 信息泄漏
warning-meaning-leak = 因在结果之后记录或由结果产生，从而泄露结果的信息。
warning-term-cause = 流失原因
warning-meaning-cause = 客户离开时的自述：价格、产品、服务、搬迁。
warning-term-remedy = 对策
warning-meaning-remedy = 企业针对某一原因可以采取的措施。
warning-term-remaining-life = 剩余存续时间
warning-meaning-remaining-life = 客户今天仍在，预计还会留多久。
warning-term-holdout = 对照组
warning-meaning-holdout = 名单中随机不联系的客户，用于了解联系的效果。
warning-term-confidence = 区间
warning-meaning-confidence = 在同类研究中，以所述比例包含真实值的范围。

## 封面

warning-key-contacts = 当前应联系的客户
warning-key-contacts-note = 共考察 { $n } 位客户；每月可联系 { $capacity } 位
warning-key-losses = 其中若不联系，{ $horizon }内将流失
warning-key-losses-note = 由各客户风险相加的预期数
warning-key-reached = 此类名单本可覆盖的流失客户
warning-key-reached-note = 过去平均每月，以 { $contacts } 次联系及当时已知的信息
warning-key-margin = 名单的预期净毛利
warning-key-margin-note = 假设联系可挽留 { $saved } 即将流失的客户
