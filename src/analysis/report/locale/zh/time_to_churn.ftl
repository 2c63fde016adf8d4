### 客户流失时间报告（笔记本 03）。
### 花括号内为填入的数值，名称不可更改。

churn-title = 客户流失时间分析
churn-subtitle = 客户留存多久、何时流失、哪些因素与流失相关

## 多处使用

churn-everyone = 全部客户
churn-group-other = 其他组
churn-group-unknown = 未知
churn-not-reached = 未达到
churn-axis-month = 成为客户后的月数
churn-axis-day = 首次购买后的天数
churn-axis-survival = 留存比例
churn-axis-hazard = 在留客户每{ $period }的流失比例
churn-axis-cumulative = 累积风险
churn-bin-month = 第 { $at } 个月
churn-bin-months = 第 { $low } 至 { $high } 个月
churn-bin-day = 第 { $at } 天
churn-bin-days = 第 { $low } 至 { $high } 天
churn-period-month = 个月
churn-period-day = { " " }30 天
churn-unit-month = 月
churn-unit-day = 天
churn-nobody-left = 100%（无人流失）
churn-withheld-title = 未予列示

## 封面

churn-key-survival = { $time }后的留存率
churn-key-survival-note = 共 { $n } 名客户
churn-key-mean = 前 { $time }内的平均留存时间
churn-key-mean-note = 受限平均生存时间
churn-key-cliff = 流失风险最高的时段（{ $period }）的流失率
churn-key-cliff-note = 在留客户每{ $period }的流失比例

## 摘要

churn-heading-summary = 要点
churn-summary-caption = 发现及其含义
churn-summary-found = 发现
churn-summary-means = 含义
churn-summary-note = 关于组别与因素的发现均为相关关系，并不说明改变某一因素会带来什么结果。各项发现的可信程度见报告末尾。

## 客户留存多久

churn-heading-survival = 客户留存多久
churn-survival-claim = 每 1,000 名客户中，{ $time }后仍留存的有 { $kept }名，{ $last }后仍留存的有 { $kept_last }名。
churn-survival-meaning = 在前 { $time }内，每名客户平均留存 { $mean }；因流失损失的时间占全部可留存时间的 { $lost }。
churn-survival-meaning-silence = { $meaning }其中包含最后一段沉默，直到客户被计为流失之日。
churn-survival-title = { $time }后留存 { $share }，{ $last }后留存 { $share_last }
churn-survival-subtitle = 留存比例（Kaplan–Meier 生存曲线）；共 { $n } 名客户，其中 { $lost } 名流失。深色带：各时点的 { $level } 置信区间；浅色带：整条曲线同时成立的 { $level } 置信带
churn-survival-alt = 阶梯下降的留存比例曲线：{ $points }。
churn-survival-alt-point = { $time }时为 { $share }
churn-survival-note = 在险客户数：在该时点之前仍在留且仍被观测的客户数。
churn-median = 半数客户在 { $median }后流失（中位生存时间）。
churn-median-alone = 半数客户在 { $median } 后流失（中位生存时间）。
churn-median-definition = 半数客户在曲线骤降处（{ $day }）即已计为流失。这一天由流失定义决定，因此这里的中位生存时间本身没有意义。
churn-median-not-reached = 到最后观测时点（{ $last }）仍有半数以上客户留存，因此无法给出中位生存时间。
churn-survival-caption = 各时点的留存比例
churn-head-time = 时间
churn-head-kept = 留存比例
churn-head-pointwise = { $level } 置信区间
churn-head-band = { $level } 同时置信带
churn-head-lost = 累计流失
churn-head-at-risk = 在险客户数
churn-survival-table-note = 同时置信带对曲线上所有时点一并成立，因此比单个时点的置信区间更宽；流失或仍被观测的客户过少时不予给出。
churn-silence-fall = { $day }处的骤降由流失定义造成：首次沉默达到规定长度之前（{ $first }），没有客户会被计为流失；此后再未购买的客户都在各自时钟的同一天达到这一长度，占全部客户的 { $share }（{ $day }）。骤降之后的水平有意义，骤降的日期本身没有意义。
churn-silence-wait = 首次沉默达到规定长度之前（{ $first }），没有客户会被计为流失；单日最大降幅为全部客户的 { $share }（{ $day }）。曲线开头的平坦部分由流失定义造成，并不代表忠诚。
churn-late-entry = 有 { $n } 名客户（{ $share }）在记录开始之前就已存在；他们只从记录开始时起计入，因为在此之前流失的客户不在记录之中（左截断）。
churn-late-start = 早期被观测的客户过少，因此曲线针对 { $start }时仍在留的客户，更早的流失不包括在内。

## 客户何时流失

churn-heading-hazard = 客户何时流失
churn-hazard-claim = 风险最高的时段是{ $bin }：在留客户每{ $period }流失 { $rate }，是其他时段（{ $rest }）的 { $times } 倍。
churn-hazard-even = 没有明显的高风险时段：{ $bin }的流失率最高，在留客户每{ $period }流失 { $rate }，但与其他时段的 { $rest } 无法区分。
churn-hazard-too-few = 流失的客户过少，无法判断何时最容易流失。
churn-hazard-meaning = 有 { $n } 名客户在{ $bin }流失。查找原因应先从客户在这一时段的经历入手。
churn-hazard-meaning-even = 没有单一的干预时点，挽留工作需要持续进行。
churn-hazard-meaning-silence = 这正是只购买过一次的客户沉默时间达到规定长度的时候。真正的原因发生在这段沉默之前，即首次购买之后不久。
churn-hazard-title = 流失在{ $bin }达到高峰，风险为其他时段的 { $times } 倍
churn-hazard-title-even = 流失风险没有明显的高峰
churn-hazard-subtitle = 上：在留客户每{ $period }的流失比例及 { $level } 置信区间；下：随时间累积的风险（Nelson–Aalen 估计）
churn-hazard-alt = 各时段流失比例的柱形图，从{ $first_bin }的 { $first } 到{ $last_bin }的 { $last }；下方为累积风险曲线，升至 { $sum }。
churn-hazard-silence = 这里以沉默定义流失，因此在首次沉默可能达到规定长度之前风险为零，高峰也由定义决定。宜比较不同组别与不同定义，而非具体日期。

## 谁留存更久

churn-heading-segments = 谁留存更久
churn-segments-lead = 以下各组的差别不止于分组所用的特征。这里说明的是相关关系，并不意味着把客户从一组换到另一组就会产生同样的变化。
churn-segment-claim = { $segment }：{ $time }后，“{ $best }”组的留存率为 { $kept_best }，“{ $worst }”组为 { $kept_worst }；如此大的差异难以用偶然解释（对数秩检验 { $p }）。
churn-segment-claim-even = { $segment }：{ $time }后，“{ $best }”组的留存率为 { $kept_best }，“{ $worst }”组为 { $kept_worst }；各组之间无法区分（对数秩检验 { $p }）。
churn-segment-meaning = 每 1,000 名客户中，到 { $time }时“{ $worst }”组比“{ $best }”组多流失 { $n } 名。
churn-segment-meaning-even = 仅凭这一特征，没有理由区别对待各组客户。
churn-segment-title = { $time }后的留存率：“{ $best }”{ $kept_best }，“{ $worst }”{ $kept_worst }
churn-segment-subtitle = 按{ $segment }划分的留存比例（Kaplan–Meier 生存曲线）及各时点的 { $level } 置信区间
churn-segment-alt = 各组的生存曲线。{ $time }后的留存率：{ $points }。
churn-segment-alt-point = { $group } { $share }
churn-segment-caption = 按{ $segment }划分的留存情况
churn-head-customers = 客户数
churn-head-kept-by = { $time }后的留存率（{ $level } 置信区间）
churn-head-median = 中位生存时间，{ $unit }（{ $level } 置信区间）
churn-head-mean = 前 { $time }的受限平均生存时间，{ $unit }（{ $level } 置信区间）
churn-segment-note = 未达到：最后观测时仍有半数以上客户留存。人数过少的组合并为其他组。
churn-pairs-one = 两组直接比较：对数秩检验 { $p }。
churn-pairs-all = 全部 { $n } 对组别之间均有差异，且已校正多重比较（两两对数秩检验，Holm 法）。
churn-pairs-none = 校正多重比较后（两两对数秩检验，Holm 法），{ $n } 对组别之间均无法区分。
churn-pairs-some = 校正多重比较后（两两对数秩检验，Holm 法），{ $n } 对组别中有 { $differ } 对存在差异。无法区分的有：{ $pairs }。
churn-pair = { $a }与{ $b }（{ $p }）
churn-withheld-no-segments = 研究未指定至少含两个客户组的细分字段，因此无法比较各组。请在 study.yml 的 segments 中指定字段。

## 哪些因素与流失相关

churn-heading-drivers = 哪些因素与流失相关
churn-drivers-lead = 每个因素都在模型所含其他因素相同的客户之间，与其参照组相比较。差异以客户数和时间表示，并列出风险比。
churn-drivers-none = 没有任何因素与 { $time }内的流失客户数存在可以确认的差异。
churn-drivers-none-meaning = 现有因素无法区分流失与留存的客户，应寻找其他因素，例如使用情况、投诉和价格变动。
churn-driver-claim-fewer = { $driver }，{ $comparison }：在其他因素相同的客户中，{ $time }内每 1,000 名客户少流失 { $n }名。
churn-driver-claim-more = { $driver }，{ $comparison }：在其他因素相同的客户中，{ $time }内每 1,000 名客户多流失 { $n }名。
churn-driver-meaning-longer = 在前 { $time }内，这类客户平均多留存 { $stay }。
churn-driver-meaning-shorter = 在前 { $time }内，这类客户平均少留存 { $stay }。
churn-driver-meaning-plain = 这类客户留存时间的差异见表。
churn-association-title = 相关关系，而非因果效应
churn-association = 这些因素并非随机分配给客户，而是客户自选或被选择的，差异的一部分可能来自选择的原因。若要知道某项改变的作用，应随机对一部分客户实施，再作比较。
churn-against = { $level }（对照：{ $reference }）
churn-per-step = 每增加 { $step }
churn-yes = 是
churn-no = 否
churn-axis-lost-difference = { $time }内每 1,000 名客户流失数之差
churn-drivers-title-fewer = { $driver }，{ $comparison }：每 1,000 名客户少流失 { $n } 名
churn-drivers-title-more = { $driver }，{ $comparison }：每 1,000 名客户多流失 { $n } 名
churn-drivers-title-none = 没有因素与流失存在明显差异
churn-drivers-subtitle = 其他因素不变时，{ $time }内每 1,000 名客户流失数之差及 { $level } 置信区间
churn-drivers-alt = 各因素对应的 { $time }内每 1,000 名客户流失数之差及其区间。{ $points }。
churn-drivers-note = 零线左侧表示流失较少；灰色表示与无差异无法区分。对照组：{ $references }。
churn-drivers-note-plain = 零线左侧表示流失较少；灰色表示与无差异无法区分。
churn-drivers-caption = 各因素与流失：以客户数与时间表示
churn-hazard-ratios-caption = 风险比
churn-driver-level = { $driver }：{ $level }
churn-head-period = 留存时间
churn-period-all = 全部
churn-curve-part = 曲线的弯曲部分
churn-head-driver = 因素
churn-head-comparison = 比较
churn-head-ratio = 风险比（{ $level } 置信区间）
churn-head-lost-difference = { $time }内每 1,000 名客户流失数之差（{ $level } 置信区间）
churn-head-stay-difference = { $time }内留存时间之差，{ $unit }（{ $level } 置信区间）
churn-period-until = { $time }以内
churn-period-after = { $time }之后
churn-period-between = { $low }至 { $high }
churn-drivers-table-note = 大于 1 表示流失更快。分两段时间给出的风险比随留存时间变化，每一个是该时段内的平均。
churn-drivers-stratified = { $drivers }：各组之间的流失风险之比并不恒定，因此模型允许各组有各自的时间进程（分层），不给出单一的风险比；客户数与时间上的差异仍然给出。
churn-withheld-no-drivers = 研究未指定影响因素，因此无法说明哪些因素与流失相关。请在 study.yml 的 drivers 中指定字段。
churn-withheld-too-few-events = 流失客户过少，无法建立影响因素模型；每项比较至少需要五次流失。
churn-withheld-not-estimated = 影响因素模型无法在这些数据上估计；技术原因见笔记本。
churn-withheld-not-validated = 去掉一部分客户后模型无法重新估计，因此无法评价其预测；技术原因见笔记本。

## 模型检验

churn-heading-assumptions = 模型假设是否成立
churn-assumptions-lead = 影响因素模型假设：某一因素在任何时候都以同一倍数改变流失风险；数值型因素的作用具有设定的形状；结果不取决于少数几名客户。各项假设均已检验；不成立时，已修改模型并重新估计。
churn-assumptions-all = 可检验的模型假设全部成立。
churn-assumptions-all-meaning = 风险比可以直接解读。
churn-assumptions-remedied = 最初模型的 { $n } 项假设中有 { $failed } 项不成立，已相应修改模型。
churn-assumptions-remedied-meaning = 客户数与时间上的差异来自修改后的模型；风险比随时间变化的，分时段给出。
churn-assumptions-caption = 最初模型的假设检验
churn-head-assumption = 假设
churn-head-term = 因素
churn-head-statistic = 统计量
churn-head-p = p 值
churn-head-holds-term = 是否成立
churn-assumption-proportional = 比例风险假设（标准化 Schoenfeld 残差）
churn-assumption-form = 数值型因素的函数形式（与曲线比较）
churn-assumption-influence = 结果不取决于少数客户（dfbeta）
churn-term-all = 全部因素
churn-action-stratify = 各组采用各自的时间进程
churn-action-by-period = 风险比可在 { $time }处改变
churn-action-curve = 以曲线形式进入模型
churn-action-kept = 保留：偏离很小
churn-action-none = 无法修正，须谨慎解读
churn-assumptions-open = { $n } 项检验中有 { $failed } 项不成立，且无法通过修改模型加以解决。
churn-assumptions-open-meaning = 相关因素的风险比只能视为粗略的平均，不宜单独据此行动。
churn-assumptions-small = { $n } 项检验中有 { $failed } 项不成立，但偏离很小，不影响结论，因此保留原模型。
churn-assumptions-small-meaning = 客户数量很多时，检验会发现无关紧要的偏离。风险比变化不足四分之一的视为恒定。
churn-assumptions-note = 最后一行剔除对结果影响最大的 { $n } 名客户后重新估计；统计量为系数的最大变动与其标准误之比。若因此改变了某个显著系数的符号，则视为不成立。
churn-assumptions-remaining = 在修改后的模型中，检验仍发现{ $terms }的风险比在时段内有变化，但无法确定其大小，应将其视为该时段内的平均。
churn-check-proportional = 比例风险假设（Schoenfeld 残差）
churn-check-form = 数值型因素的函数形式
churn-check-influence = 结果不取决于少数客户
churn-check-terms-failed = { $n } 个因素中有 { $failed } 个偏离：{ $terms }
churn-check-terms-passed = { $n } 个因素均未偏离
churn-check-influence-result = 剔除影响最大的 { $n } 名客户后，系数变动最大为其标准误的 { $shift } 倍
churn-done-used = 按原样使用
churn-done-remedied = 已修改模型并重新估计
churn-done-caution = 予以保留，解读时须谨慎

## 其他模型

churn-heading-accelerated = 从时间角度看
churn-accelerated-claim = 在 { $n } 种加速失效时间模型中，{ $family }模型拟合最好；与实际留存比例最多相差 { $gap } 个百分点。
churn-accelerated-meaning-agree = 在两类模型都能确认的 { $n } 项比较中，其方向与风险模型一致的有 { $agree } 项，因此结论的方向并不依赖于某一类模型。
churn-accelerated-meaning-differ = 在两类模型都能确认的 { $n } 项比较中，其方向与风险模型一致的有 { $agree } 项；方向不一致的不宜采信：{ $terms }。
churn-accelerated-caption = 加速失效时间模型的比较
churn-head-family = 模型
churn-head-log-likelihood = 对数似然
churn-head-aic = AIC
churn-head-aic-difference = 与最优模型的 AIC 之差
churn-family-weibull = 威布尔
churn-family-log-normal = 对数正态
churn-family-log-logistic = 对数逻辑斯谛
churn-head-gap = 最大偏差（百分点）
churn-accelerated-claim-poor = { $n } 种加速失效时间模型均不够吻合：最好的{ $family }模型与实际留存比例最多相差 { $gap } 个百分点。
churn-accelerated-withheld = 这类模型均不够吻合，因此不给出时间比。风险比并不要求流失时间平滑分布。以沉默定义流失时这种不吻合在意料之中：首次沉默达到规定长度之前没有客户会流失，而许多客户恰在当天计为流失。
churn-ratios-caption = 最优模型的时间比
churn-head-time-ratio = 时间比（{ $level } 置信区间）
churn-ratios-note = 时间比大于 1 表示在其他因素相同的客户中，流失所需时间按该倍数延长。
churn-check-accelerated = 加速失效时间模型适用
churn-check-accelerated-result = 与实际留存比例最多相差 { $gap } 个百分点
churn-done-no-time-ratio = 不给出时间比
churn-accelerated-note = AIC 越小越好；相差约 4 以内不足以定论。

## 预测效果

churn-heading-validation = 预测效果如何
churn-validation-lead = 将客户分为 { $n } 份，每一份都由未使用该份数据的模型进行预测（交叉验证）。
churn-validation-claim = 在 100 对客户中，模型能正确判断谁先流失的有 { $pairs }对，随机猜测为 50 对。与对所有客户给出同一预测相比，误差减少 { $gained }。
churn-validation-meaning-good = 客户的风险排序和预测的流失比例都可用于规划。
churn-validation-meaning-rank = 可以按风险对客户排序，但部分组别的预测比例存在偏差：应使用排序，而不是概率。
churn-validation-meaning-none = 模型的排序并不优于随机猜测，不应用来选择要联系的客户。
churn-validation-meaning-weak = 排序优于随机猜测，但优势有限：现有因素对谁会流失说明不多。预测比例对群体成立，但不宜据此挑选单个客户。
churn-calibration-title = 预测与实际流失比例相差不超过 { $gap } 个百分点
churn-calibration-title-off = 预测与实际流失比例最多相差 { $gap } 个百分点
churn-calibration-subtitle = { $time }内的流失比例：样本外预测值与实际值，按预测风险分为十组，附 { $level } 置信区间
churn-calibration-perfect = 预测 = 实际
churn-calibration-alt = 预测与实际流失比例的散点：{ $points }。
churn-calibration-alt-point = 预测 { $predicted }、实际 { $observed }
churn-axis-predicted = 预测的 { $time }内流失比例
churn-axis-observed = 实际的 { $time }内流失比例
churn-calibration-withheld = 预测的 { $time }内流失概率与实际情况不够吻合，因此本报告不给出单个客户的流失概率，也不提供给后续报告；客户的风险排序仍可使用。
churn-brier-lead = Brier 分数是预测留存概率的均方误差，0 表示完美预测；比较的基准是对所有客户使用同一条生存曲线。
churn-brier-title = 模型的误差比对所有客户使用同一条曲线低 { $gained }
churn-brier-title-none = 模型的预测并不优于对所有客户使用同一条曲线
churn-brier-subtitle = 各留存时间的 Brier 分数，经交叉验证并按删失加权；越低越好
churn-brier-alt = 两条预测误差随时间变化的曲线。在 { $time }时，模型为 { $model }，同一条曲线为 { $null }。
churn-brier-model = 模型
churn-brier-null = 同一条曲线
churn-axis-brier = Brier 分数
churn-check-concordance = 能够按风险对客户排序
churn-check-concordance-result = 一致性指数 { $value }；随机水平为 0.5
churn-check-brier = 预测优于对所有客户使用同一条曲线
churn-check-brier-result = 均方误差减少 { $gained }
churn-check-calibration = 预测的 { $time }内流失比例与实际相符（校准）
churn-check-calibration-result = 最大相差 { $gap } 个百分点；校准斜率 { $slope }，理想值为 1
churn-done-no-ranking = 不提供客户排序
churn-done-no-prediction = 不提供预测
churn-done-no-probability = 不给出单个客户的概率

## 是否取决于流失定义

churn-heading-definitions = 结论是否取决于流失定义
churn-definitions-contract = 这里以合同终止为流失，是记录在案的事实而非人为定义，因此没有其他定义可供比较。
churn-definitions-lead = 没有合同时，“流失”由分析者界定。因此，每项结论都在另外两种定义下重新得出。
churn-definitions-caption = 各流失定义及其结果
churn-head-definition = 定义
churn-head-rule = 计为流失的条件
churn-head-threshold = 首次购买后允许沉默的天数
churn-threshold = { $median }（中位数；{ $range }）
churn-rule-fixed-days = { $days }没有购买
churn-rule-own-rhythm = 沉默达到客户自身购买间隔的 { $multiple } 倍（{ $low } 至 { $high }）
churn-definitions-note = 客户自身的购买间隔以购买当日已知的信息计算，并向当日已知的平均间隔收缩。记录初期只可能出现较短的间隔，因此这一规则在初期较为严格。
churn-definitions-all = 全部 { $n } 项结论在 { $definitions } 种定义下均一致。
churn-definitions-all-meaning = 关于组别与因素的结论不取决于如何界定“流失”；流失的人数与时间则取决于此。
churn-definitions-some = { $n } 项结论中有 { $agreed } 项在 { $definitions } 种定义下一致。不一致的有：{ $disputed }。
churn-definitions-some-meaning = 只宜依据在各种定义下都成立的结论行动；流失的人数与时间总是取决于定义。
churn-definitions-title = 因定义不同，{ $time }后的留存率在 { $low } 至 { $high } 之间
churn-definitions-subtitle = 各流失定义下的留存比例（Kaplan–Meier 生存曲线）及 { $level } 置信区间
churn-conclusions-caption = 各项结论在各种定义下的结果
churn-head-conclusion = 结论
churn-head-holds = 是否在各定义下成立
churn-conclusions-note = 组别：平均留存时间之差；因素：每 1,000 名客户流失数之差；排序：一致性指数，随机水平为 0.5。括号内为 { $level } 置信区间。
churn-topic-ranking = 模型能够按风险对客户排序
churn-topic-group = { $segment }：“{ $level }”比“{ $reference }”留存更久
churn-topic-driver = { $driver }：{ $comparison }
churn-verdict-holds = 成立
churn-verdict-absent = 各定义下均无差异
churn-verdict-differs = 仅在部分定义下成立
churn-verdict-reversed = 方向相反
churn-check-definitions = 结论不取决于流失定义
churn-check-definitions-result = { $n } 项中有 { $agreed } 项一致
churn-done-definitions = 每项结论均按各种定义列出

## 可信程度

churn-heading-trust = 可信程度
churn-trust-verdict = { $n } 项检查中，{ $passed } 项通过，{ $failed } 项未通过，{ $unknown } 项无法判断。未通过的检查，表中列明了所作的修改或未予列示的内容，本报告的结果均已据此处理。
churn-checks-caption = 检查内容、结果与处理办法
churn-head-check = 检查
churn-head-result = 结果
churn-head-passed = 是否通过
churn-head-done = 处理办法
churn-outcome-passed = 通过
churn-outcome-failed = 未通过
churn-outcome-unknown = 无法判断
churn-check-data = 数据质量
churn-done-data = 数据问题列于客户基础报告

## 方法

churn-heading-methods = 分析方法
churn-methods-dated = 客户的时钟从首份合同开始时起算，到连续 { $time }没有有效合同时停止：上一份合同结束后在此期限内开始的合同视为续约。数据最后一天仍在留的客户，其以后是否流失、何时流失均未知；他们只在被观测到的时间内计入（删失）。
churn-methods-contract = 客户的时钟从合同开始时起算，到合同终止时停止。数据最后一天仍在留的客户，其以后是否流失、何时流失均未知；他们只在被观测到的时间内计入（删失）。
churn-methods-silence = 客户的时钟从首次购买时起算。自最近一次购买以来的沉默首次达到定义规定的长度之日，客户计为流失；判断只使用当日已知的信息。同一天的多次购买计为一次，退款不算购买，流失后再次购买的客户仍计为已流失。到数据最后一天沉默尚未达到规定长度的客户按删失处理。
churn-method-kaplan-meier-heading = 留存比例
churn-method-kaplan-meier = 每当有客户流失，留存比例就乘以处于风险中的客户里未流失者所占的比例。各时点的置信区间按对数负对数变换计算；整条曲线的置信带为 Nair 等精度带。
churn-formula-kaplan-meier = 时刻 t 的生存函数估计值，等于不晚于 t 的所有流失时刻上，一减去流失人数与处于风险中的人数之比的连乘积。
churn-method-restricted-mean-heading = 平均留存时间
churn-method-restricted-mean = 前 h 个时间单位内的平均留存时间等于生存曲线在 h 以前的面积。与总体平均不同，它不需要任何未观测到的信息。
churn-formula-restricted-mean = 到 h 为止的受限平均生存时间，等于生存函数从零到 h 的积分。
churn-method-cox-heading = 流失的影响因素
churn-method-cox = Cox 比例风险模型（Efron 法处理同时流失）给出每个因素使流失风险变为多少倍，而不论风险本身如何随时间变化。
churn-formula-cox = 具有特征 x 的客户在时刻 t 的风险，等于时刻 t 的基准风险乘以 beta 一 x 一加至 beta p x p 之和的指数。
churn-method-tests = 组间比较采用对数秩检验，p 值按 Holm 法校正多重比较。各留存时段的风险为流失次数除以处于风险中的时间，区间为精确泊松区间；累积风险采用 Nelson–Aalen 估计。涉及客户过少的数字不予列示。
churn-method-effects = 客户数与时间上的差异按以下方法得出：用模型对每名客户预测两次，一次取该因素的某一水平，一次取参照水平，其余不变，再取平均；区间由 delta 法得出。
churn-method-validation = 预测均针对未参与估计的客户。一致性指数是可比较的客户对中顺序判断正确的比例；Brier 分数与校准均按删失加权。

churn-heading-limits = 局限
churn-limits = 分析假设删失与流失无关：观测时间较短的客户，其流失情况与留存时间相同的其他客户一样。关于组别与因素的结论均为相关关系。

churn-heading-glossary = 术语
churn-term-survival = 生存曲线
churn-meaning-survival = 从起点算起，各时点仍留存的客户比例。
churn-term-censoring = 删失
churn-meaning-censoring = 最后一次观测时仍为客户，流失时间未知。
churn-term-median = 中位生存时间
churn-meaning-median = 半数客户流失所需的时间。
churn-term-mean = 受限平均生存时间
churn-meaning-mean = 在指定的最初一段时间内，平均作为客户的时间。
churn-term-hazard = 风险
churn-meaning-hazard = 在某一时刻，仍在留的客户流失的速率。
churn-term-hazard-ratio = 风险比
churn-meaning-hazard-ratio = 一组的风险是另一组的多少倍；大于 1 表示流失更快。
churn-term-proportional = 比例风险假设
churn-meaning-proportional = 假设风险比在任何时候都相同。
churn-term-log-rank = 对数秩检验（时序检验）
churn-meaning-log-rank = 检验各组生存曲线的差异是否超出偶然的检验方法。
churn-term-confidence = 置信区间
churn-meaning-confidence = 按此方法构造的区间，在规定比例的同类研究中会包含真实值。
churn-term-concordance = 一致性指数
churn-meaning-concordance = 流失先后顺序被正确预测的客户对所占的比例；0.5 为随机水平。
churn-term-brier = Brier 分数
churn-meaning-brier = 预测概率的均方误差，越小越好。
churn-term-calibration = 校准
churn-meaning-calibration = 预测概率与实际发生频率是否相符。

churn-check-peer = 用另一程序独立验证模型
churn-peer-tiny = 不足 0.01
churn-peer-gap = 与 lifelines 程序库所得系数的最大差异为 { $gap } 个标准误
churn-done-peer = 直接采用
churn-done-peer-failed = 在查明差异原因之前，请勿依赖该模型
