### 自上次运行以来的变化：每份报告中相同的一节。
### 花括号中的值由程序填入，请保留其名称。

movement-heading = 自上次运行以来有何变化
movement-first = 与以往运行比较：这是第一次可供比较的运行，下次运行将在此说明有何变化。
movement-same-data = 与以往运行比较：数据与{ $date }的运行完全相同，各项数字不可能有变化。
movement-all-same = 与以往运行比较：可供比较的 { $n } 项数字均与{ $date }的运行相同。
movement-nothing-shared = 与以往运行比较：本报告的数字在上一份报告中均未出现。
movement-lead = 本报告与{ $published }的报告比较。当时数据截至{ $before }，现在数据截至{ $now }。
movement-same-day = 本报告与{ $published }的报告比较。两者的数据均截至{ $now }：差异来自记录更正、定义改变或方法改变，而非时间推移。
movement-claim-some = 在 { $tested } 项有变化的数字中，{ $n } 项的变化超出了偶然波动所能解释的范围。
movement-claim-some-means = 最为确定的变化：{ $what }，由 { $before } 变为 { $now }；变化量 { $change }。
movement-claim-none = 在 { $tested } 项有变化的数字中，没有一项的变化超出偶然波动所能解释的范围。
movement-claim-none-means = 与上一份报告的差异都在两次估计的误差之内，不足以据此采取行动。
movement-caption = 各项数字的前后对比：先列最为确定的变化，再列最受关注的数字
movement-head-figure = 数字
movement-head-before = 上次运行
movement-head-now = 本次运行
movement-head-change = 变化（{ $level } 置信区间）
movement-head-verdict = 超出偶然
movement-verdict-moved = 是
movement-verdict-chance = 否
movement-verdict-same = 未变
movement-verdict-unknown = 无检验
movement-note = 无检验：该数字为计数，或误差未知。在判为有变化的数字中，误报平均不超过 { $false }（对全部比较的数字控制错误发现率）。检验把两次运行当作互不相同的客户；实际上多数客户两次都在，真实误差更小：判为有变化的更为可靠，而细微的变化可能未被察觉。只在其中一次运行中出现的数字：{ $out } 项。
movement-points = { $value } 个百分点
movement-times = × { $value }
movement-trait = { $column }：{ $value }
movement-path = { $source } → { $target }
movement-measured = { $what }（{ $measure }）

## 数字的含义

movement-what-kaplan_meier = { $term }：{ $stratum }
movement-what-validation = { $term }
movement-what-driver_effects = { $term }，{ $time }之内
movement-what-cox = 风险比，{ $term }
movement-what-stages_today = 处于“{ $stratum }”阶段的客户数
movement-what-snapshot_stages_today = 处于“{ $stratum }”阶段的客户数
movement-what-first_passage = 自“{ $stratum }”阶段起 { $time }内流失
movement-what-return = 流失后 { $time }内回归
movement-what-sojourn_time = “{ $stratum }”阶段的中位停留时间
movement-what-length_of_stay = 自“{ $stratum }”起 { $time }内处于“{ $term }”阶段的时间
movement-what-next_stage = 自“{ $stratum }”起下一阶段为“{ $term }”
movement-what-spend_after = “{ $stratum }”阶段每位客户未来的消费
movement-what-leaks = 每年因由“{ $stratum }”转入“{ $term }”而损失的金额
movement-what-panel_probability = 自“{ $stratum }”起 { $time }后处于“{ $term }”阶段
movement-what-panel_stay = “{ $stratum }”阶段的平均停留时间
movement-what-second_purchase = { $time }内第二次购买
movement-what-returns_of_lost = 判为流失后 { $time }内再次购买（{ $stratum }）
movement-what-concentration = 消费集中度：{ $term }
movement-what-base_mix = 客户占比：{ $term }
movement-what-headline_answers = { $stratum }：{ $term }
movement-what-loyalty_index = 忠诚度指数：{ $stratum }
movement-what-performance = 得分（0 至 100）：{ $term }
movement-what-structural_model = 路径 { $term }
movement-what-survey_customers_lost = { $term }每提高一个标准差，{ $time }内每千名客户的流失数变化
movement-what-warning_ranking = { $term }，提前{ $time }预警
movement-what-warning_calibration = { $term }，提前{ $time }预警

## 名称

movement-term-active = 活跃
movement-term-all = 全部客户
movement-term-bottom_two = 选最低两档的回答
movement-term-concordance_index = 一致性指数（风险排序的准确程度）
movement-term-gini = 基尼系数
movement-term-lost = 流失
movement-term-median_survival_time = 半数客户离开前的时间
movement-term-restricted_mean_survival_time = { $time }内的平均留存时间
movement-term-stay = 留存时间
movement-term-survival = { $time }后仍然留存
movement-term-top_share = 前 { $time } 客户所占份额
movement-term-top_two = 选最高两档的回答
movement-term-auc = 曲线下面积（风险排序的准确程度）
movement-term-calibration_intercept = 校准截距
movement-term-calibration_slope = 校准斜率
movement-term-expected_calibration_error = 期望校准误差
movement-term-observed_to_expected = 每预测一次流失的实际次数
