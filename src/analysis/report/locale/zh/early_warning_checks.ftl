### 流失预警报告（笔记本 05）：信息泄漏、漂移与可信度标志。
### 花括号中的值会被填入，请保留其名称。指数指群体稳定性指数。

## 可信度标志

warning-checks-badge-heading = 这些预警可信吗？
warning-checks-badge-green = 绿色：数据、以往预警的表现以及当前客户与学习样本的相似程度，均未发现值得怀疑之处。
warning-checks-badge-amber = 黄色：名单可以使用，但有 { $n } 项保留意见。
warning-checks-badge-red = 红色：名单不得使用，现予扣留。
warning-checks-withheld-title = 名单已扣留
warning-checks-withheld = 不展示也不写出任何预警。原因及应对办法见{ $table }；其余数据予以保留，以便查明原因。
warning-checks-badge-caption = 对预警的保留意见及应对办法
warning-checks-badge-note = 以最差的颜色为准。各项界限在看到结果之前已经确定：校准与排序依据以往月份，漂移依据当前客户。
warning-checks-head-colour = 颜色
warning-checks-head-reason = 原因
warning-checks-head-todo = 应对办法
warning-checks-colour-red = 红色
warning-checks-colour-amber = 黄色
warning-checks-and-more = { $names }以及另外 { $n } 项

warning-checks-reason-data_red = 数据检查为红色
warning-checks-reason-data_amber = 数据检查为黄色
warning-checks-reason-leak = 有信息在客户离开之后才会知道：{ $names }
warning-checks-reason-calibration_wrong = 以往风险偏差超过一倍，且并非偶然
warning-checks-reason-calibration_off = 以往风险有偏差，既非偶然，也不容忽视
warning-checks-reason-calibration_unknown = 流失客户太少，无法判断以往风险是否应验
warning-checks-reason-ranking_none = 以往预警未能把流失客户排在留存客户之前（不超出偶然水平）
warning-checks-reason-ranking_weak = 以往预警的排序只比随机略好
warning-checks-reason-drift_most = 预警所依据的特征大多已大幅变化：{ $names }
warning-checks-reason-drift_features = { $n } 项特征发生漂移：{ $names }
warning-checks-reason-drift_outside = 至少四分之一的当前客户超出以往所见的全部范围：{ $names }
warning-checks-reason-drift_risk = 风险本身的分布与以往月份不同
warning-checks-unknown-tenure = 合约没有日期，无法区分当前客户与过去的客户
warning-checks-unknown-no_months = 尚无任何较早月份的结果已知，没有可与当前客户比较的对象
warning-checks-unknown-nobody = 当前没有客户可能在预警期内流失，没有可比较的对象

warning-checks-todo-data_red = 先修正数据检查列出的问题，再重新运行
warning-checks-todo-data_amber = 采取行动前，先阅读数据检查列出的问题
warning-checks-todo-leak = 剔除该特征，或记录其填写日期
warning-checks-todo-calibration_wrong = 不要用这些风险权衡收支；查明企业或记录发生了什么变化
warning-checks-todo-calibration_off = 可用名单的先后次序；风险数值仅作粗略参考
warning-checks-todo-calibration_unknown = 可用名单的先后次序；待更多月份过去后再作判断
warning-checks-todo-ranking_none = 改用其他办法选择联系对象
warning-checks-todo-ranking_weak = 名单用于客户群体，不宜用于单个客户
warning-checks-todo-drift_most = 查明变化出在记录还是客户；待从新状态的月份中学习之后再用
warning-checks-todo-drift_features = 核查所列特征的记录方式；下次运行时留意校准
warning-checks-todo-drift_outside = 下次运行时留意校准：对这些客户，模型是在所见范围之外外推
warning-checks-todo-drift_risk = 名单可能比以往更长或更短；下次运行时留意校准
warning-checks-todo-drift_unknown = 采取行动前，先将下一批数据与本批比较

## 信息泄漏

warning-checks-heading = 是否有信息知道得过早？客户是否已经改变？
warning-checks-lead = 只有根据当日已知的信息学习，且当前客户与学习样本相似，预警才有价值。每次运行都检查这两点；一旦发现泄漏即停止运行。
warning-checks-leaks-none = 预警所依据的 { $n } 项特征均未泄露流失结果。
warning-checks-leaks-found = 流失结果经由以下特征事先泄露：{ $names }。
warning-checks-leaks-meaning-none = 以往月份的预警成绩，全凭当时已知的信息取得；没有用到因客户已经离开才给出的回答或填写的字段。
warning-checks-leaks-meaning-found = 预警看似出色，其实毫无意义：它看到了答案，不能据此得出任何结论。
warning-checks-leaks-caption = 三种知道过多的情形及检查结果
warning-checks-head-question = 问题
warning-checks-head-looked = 检查内容
warning-checks-head-result = 结果
warning-checks-head-outcome = 结论
warning-checks-replay-name = 当日已有记录？
warning-checks-replay-looked = 以截至当日的记录重建 { $days } 天、{ $rows } 行、{ $n } 列
warning-checks-replay-clean = 完全一致
warning-checks-replay-nothing = 未检查：记录没有日期
warning-checks-separation-name = 单项即可预知？
warning-checks-separation-looked = { $rows } 行、{ $n } 项特征的各个取值和界限
warning-checks-separation-clean = 流失比例最高 { $share }（{ $name }）
warning-checks-separation-few = 没有任何取值或界限之后有足够的流失
warning-checks-separation-nothing = 未检查：结果尚未定局的流失太少
warning-checks-exit-name = 因离开才询问？
warning-checks-exit-looked = { $n } 类、{ $rows } 条记录：访谈前后与此前数周对照
warning-checks-exit-clean = 没有一类集中在访谈前后
warning-checks-exit-nothing = 未检查：没有流失访谈记录
warning-checks-result-found = { $n } 处泄漏
warning-checks-result-clean = 未发现泄漏
warning-checks-excused = 以下特征属于本研究流失定义的一部分，允许其预示流失：{ $names }。
warning-checks-unchecked = 以下特征并非由数据表生成，因此未重建：{ $names }。

## 漂移

warning-checks-drift-unknown-title = 无法判断漂移
warning-checks-drift-none = 当前客户与结果已知的最近 { $months } 个月的客户相似：{ $n } 项特征均未漂移。
warning-checks-drift-some = { $of } 项特征中有 { $n } 项发生漂移：{ $names }。
warning-checks-drift-meaning-none = 从以往月份学到的规律适用于当前这样的客户。
warning-checks-drift-meaning-some = 部分当前客户与学习样本不同。请先核查这些特征的记录方式；若记录无误，后续运行将表明风险是否仍然应验。
warning-checks-drift-meaning-outside = 就行为而言，当前客户与学习样本相似；就随时间推移的特征而言则不然。
warning-checks-drift-beyond = 在以下方面，至少四分之一的当前客户超出以往所见的全部范围：{ $names }。对他们，模型是在外推；后续运行将表明风险是否应验。
warning-checks-figure-none = 没有特征的变化既值得重视又超过以往月份
warning-checks-figure-some = 超出以往月份且变化最大：{ $name }
warning-checks-figure-subtitle = 变化最大的 { $n } 项特征：当前与结果已知的最近 { $months } 个月相比。竖划：这些月份中与其余月份差别最大者。虚线：0.10 为值得重视，0.25 为变化很大。深色条表示已漂移
warning-checks-axis = 群体稳定性指数（0 表示没有变化）
warning-checks-figure-alt = 当前群体稳定性指数及以往月份最大值的条形图：{ $points }。
warning-checks-figure-point = { $name } { $value }，以往最大 { $usual }
warning-checks-drift-caption = 风险与各项特征的漂移，当前 { $n } 位客户
warning-checks-drift-note = 同时满足以下三项即为漂移：指数超出偶然水平（已计入全部特征），比偶然情形下的均值高出 0.10 以上，且高于以往任何一个月与其余月份相比的指数。随时间自然变化的特征，以超出以往所见范围的客户比例来判断。
warning-checks-head-feature = 特征
warning-checks-head-index = 指数
warning-checks-head-chance = 偶然上限（95%）
warning-checks-head-usual = 以往月份最大值
warning-checks-head-outside = 超出所见范围
warning-checks-head-verdict = 判断
warning-checks-risk = 风险
warning-checks-verdict-drifted = 已漂移
warning-checks-verdict-steady = 稳定
warning-checks-verdict-beyond = 超出以往所见
warning-checks-verdict-moves-clock = 随时间推移而变
warning-checks-verdict-moves-count = 累计数只增不减
warning-checks-verdict-moves-market = 市场变量，人人相同
warning-checks-verdict-moves-cohort = 加入日期所致
warning-checks-false-alarms = 误报率经过实测：在毫无变化的模拟企业中，150 位客户的企业有 { $share } 出现过特征被标记，1,500 位客户的企业则没有。

## 检查

warning-checks-check-leaks = 没有知道得过早的信息（泄漏）
warning-checks-check-drift = 特征与学习样本一致（漂移）
warning-checks-check-risk = 风险分布与以往月份一致（漂移）
warning-checks-drift-result = { $n } 项特征中有 { $flagged } 项漂移
warning-checks-risk-result = 指数 { $value }；偶然上限 { $high }
warning-checks-done-used = 预警照常使用
warning-checks-done-leaks = 预警予以扣留
warning-checks-done-drift = 已在可信度标志中注明；需核查记录方式
warning-checks-done-risk = 已在可信度标志中注明；名单可能更长或更短
warning-checks-done-drift-unknown = 已在可信度标志中作为保留意见注明
