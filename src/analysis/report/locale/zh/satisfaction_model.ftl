### 满意与忠诚报告（笔记本 04）：结构模型。
### 花括号中的值由程序填入，名称请勿改动。

## 多处使用

model-separator = ；
model-quoted = “{ $text }”
model-head-outcome = 结果变量
model-head-cause = 相关的前因
model-head-causes = 模型中的前因数
model-head-coefficient = 路径系数（{ $level } 区间）
model-head-p = p 值
model-head-explained = 解释比例（R²）
model-head-index = 指标
model-head-value = 数值
model-head-asked = 要求
model-head-verdict = 判断
model-head-source = 出处
model-head-direct = 直接效应
model-head-indirect = 间接效应
model-head-total = 总效应
model-head-chain = 链条
model-head-share = 间接效应占比
model-head-pattern = 类型
model-head-model = 模型
model-head-chi-square = 卡方（自由度）
model-head-aic = 与既定模型的 AIC 之差
model-head-relation = 模型未包含的关系
model-head-gain = 卡方下降
model-head-change = 预期大小（标准化）
model-head-path = 路径
model-head-conclusion = 结论
model-head-estimator = 估计方法
model-head-respondents = 受访者数
model-head-use = 用途
model-head-condition = 因果解读所需条件
model-head-found = 本研究的情况
model-head-met = 是否满足
model-head-quantity = 对象
model-head-covered = 覆盖真值的区间
model-head-bias = 平均误差
model-head-largest-error = 最大误差
model-axis-coefficient = 标准化路径系数
model-axis-total = 前因相差一个标准差时，{ $loyalty }相差的标准差数

## 估计方法

model-estimator-fiml = 全信息极大似然（{ $code }）
model-estimator-wlsmv = 将答案视为有序类别（{ $code }）
model-estimator-mlr = 仅用完整答卷的稳健极大似然（{ $code }）
model-estimator-pls = 偏最小二乘，题目加权求和（{ $code }）

## 模型

model-heading-model = 结构模型：何者与何者相关
model-lead = 模型在拟合之前即已设定：哪些题目测量同一构念，何者可能影响何者。模型以 { $n } 名受访者的答案拟合，方法为{ $estimator }。路径系数已标准化：两位客户在某一前因上相差一个标准差、其他前因相同时，其结果变量平均相差多少个标准差。
model-claim = 最强的关联：{ $parts }
model-claim-part = 与{ $outcome }关联最强的是{ $cause }，{ $value }
model-explained-part = { $outcome }差异的 { $share }
model-meaning = 模型共解释了{ $explained }。这些都是同一时点的相关关系；能否解读为影响，见后文的判断。
model-overlap = 最接近的两项孰先孰后并不确定：{ $first }的区间与{ $second }的区间重叠，后者为 { $value }。
model-and-more = 另外 { $n } 项
model-node-explained = R² { $share }
model-diagram-subtitle = 标准化路径系数；{ $level } 区间不含零的路径为实线
model-diagram-alt = 路径图。{ $paths }。
model-diagram-note = 圆角框为由多道题目测量的构念，方框为单道题目。线越粗，路径系数越大；虚线表示区间包含零。R² 为模型所解释的差异比例。
model-small-title = 相对于模型规模，受访者偏少
model-small-text = 每个待估参数对应的受访者不足五名（共 { $n } 名受访者），区间和拟合指标均为近似。
model-withheld-title = 未展示路径系数
model-withheld-text = 模型未能得到可以解读的结果：{ $reasons }。其数字会误导读者，因此不予给出。
model-problem-not_converged = 求解未收敛（{ $where }）
model-problem-under_identified = 答案无法区分其中部分参数（{ $where }）
model-problem-negative_variance = { $where }的残差方差为负（海伍德个案）
model-problem-impossible_correlation = 有相关系数超过 1（{ $where }）
model-problem-collapsed_constructs = 答案无法区分{ $where }：它们已合而为一
model-check-readable = 结构模型可否解读
model-check-readable-no = 所得解不可接受
model-check-readable-done = 不展示路径系数
model-check-size = 每个待估参数的受访者数
model-check-size-small = 不足五名
model-check-size-enough = 至少五名
model-check-size-done = 每个系数均附区间

## 路径系数

model-heading-coefficients = 全部路径系数
model-coefficients-claim = { $all } 个路径系数中，有 { $told } 个可以与零区分
model-coefficients-all = 没有区间包含零。
model-coefficients-unclear = 因区间包含零而不明确的路径：{ $paths }。
model-coefficients-caption = 结构模型的标准化路径系数
model-coefficients-note = 基于 { $n } 名受访者。每个系数均在同一结果变量的其他前因不变时得出。
model-explained-caption = 模型对各结果变量的解释程度
model-explained-note = 对于构念，比例针对构念本身的差异，不含题目的测量误差。

## 拟合

model-heading-fit = 模型拟合程度
model-fit-lead = 拟合不佳的模型也可能给出精确的系数，但那是错误模型的系数。因此需要综合多个指标判断。
model-fit-claim-good = 模型拟合良好：全部 { $all } 个指标均达到严格标准
model-fit-claim-acceptable = 模型拟合尚可：全部 { $all } 个指标至少达到宽松标准
model-fit-claim-poor = 模型拟合不佳：{ $all } 个指标中有 { $n_missed } 个未达到通常标准（{ $missed }）
model-fit-meaning-good = 所设定的构念和路径能够再现答案之间的关联。
model-fit-meaning-acceptable = 所设定的构念和路径能够再现答案之间的大部分关联。
model-fit-meaning-poor = 所设定的构念和路径未能说明答案之间的许多关联。较强的关联，其方向可以相信，确切大小则不可尽信；较弱的关联不应作为依据。
model-fit-saturated-title = 拟合无从判断
model-fit-saturated = 模型待估的参数与答案所能提供的信息一样多：无论模型对错，都能完全再现答案。
model-fit-caption = 拟合指标、通常标准及其出处
model-fit-note = 近似误差均方根按惯例给出 90% 区间。样本较大时，卡方检验会因微小偏差而拒绝模型，故列出而不据以判断。
model-fit-exact = { $value }（自由度 { $spare }，{ $p }）
model-fit-exact-asked = 不作判断
model-exact-holds = 未拒绝完全拟合
model-exact-rejected = 拒绝完全拟合
model-index-chi_square = 卡方
model-index-cfi = 比较拟合指数（{ $code }）
model-index-tli = 塔克-刘易斯指数（{ $code }）
model-index-rmsea = 近似误差均方根（{ $code }）
model-index-srmr = 标准化残差均方根（{ $code }）
model-asked-least = 不低于 { $good }；{ $lenient } 尚可
model-asked-least-one = 不低于 { $good }
model-asked-most = 不高于 { $good }；{ $lenient } 尚可
model-asked-most-one = 不高于 { $good }
model-grade-good = 达标
model-grade-acceptable = 尚可
model-grade-poor = 未达标
model-check-fit = 结构模型的拟合
model-check-fit-done-good = 无需处理
model-check-fit-done-acceptable = 谨慎解读系数大小
model-check-fit-done-poor = 只解读较强关联的方向

## 效应

model-heading-effects = 直接效应、间接效应与总效应
model-effects-lead = 前因可以直接与{ $loyalty }相关，也可以经由中间变量相关，总效应为两者之和。“效应”是该领域的用语；只有当模型中的路径确为因果时，它才是真正的影响。
model-effects-claim = 对{ $loyalty }总效应最大的是{ $cause }：{ $value }
model-effects-meaning = 前因相差一个标准差时，结果变量沿模型全部路径相差的标准差数。
model-effects-levers = { $n ->
    [0] 在管理者可以着手的方面中，{ $lever }最大，为 { $value }；但没有一项可以与零区分。
   *[other] 在管理者可以着手的方面中，{ $lever }最大，为 { $value }。可以与零区分的有：{ $clear }。
}
model-effects-subtitle = 对{ $loyalty }的总效应（标准化）及 { $level } 区间
model-effects-alt = 总效应。{ $points }。
model-effects-note = 灰色：区间包含零。
model-effects-caption = 对{ $loyalty }的效应（标准化，{ $level } 区间）
model-effects-table-note = 横线表示模型中没有该路径。
model-mediation-claim = { $n ->
    [1] { $found ->
        [0] 间接效应“{ $chain }”无法与零区分：{ $value }
       *[other] 间接效应“{ $chain }”明确存在：{ $value }
    }
   *[other] { $all } 个间接效应中有 { $clear } 个可以与零区分；最大的是“{ $chain }”：{ $value }
}
model-mediation-meaning = 若模型设定的先后次序成立，这就是经由中间变量传递的那部分关联。
model-mediation-caption = 中介效应：经由中间变量的部分与直接的部分（{ $level } 区间）
model-mediation-note = 均为标准化值。区间为 { $method }。仅当两种效应均明确且方向相同时给出占比。
model-draws-bootstrap = { $draws } 次自助抽样的百分位数
model-draws-parameters = { $draws } 次模型参数抽样的百分位数
model-mediation-freed = 既定模型中没有此处的直接路径。为作检验加入了直接路径，因此数值与既定模型略有不同。
model-mediation-assumes = 中介效应要成为因果关系，须前因与中间变量之间、中间变量与结果之间均没有未测量的共同影响因素，且时间先后如所设定。同一时点的调查无法证明这一点。
model-pattern-complementary = 部分中介：两者均明确且同向
model-pattern-competitive = 相互抵消：两者均明确但反向
model-pattern-indirect_only = 仅经由中间变量
model-pattern-direct_only = 仅有直接效应
model-pattern-neither = 两者均不明确

## 竞争模型

model-heading-rivals = 竞争模型
model-rivals-lead = 对同一批答案，另一种解释可能拟合得同样好。以下竞争模型均为事先设定。题目相同的模型以 AIC 比较，相差超过 2 才算有别；题目不同的模型不能这样比较。
model-rivals-claim-best = 既定模型优于全部 { $all } 个可比的竞争模型
model-rivals-claim-equal = 有竞争模型与既定模型拟合得同样好：{ $names }
model-rivals-claim-better = 有竞争模型比既定模型拟合得更好：{ $names }
model-rivals-claim-none = 没有可与既定模型相比的竞争模型
model-rivals-meaning-best = 在所设定的各种解释中，答案支持既定模型。未曾设定的解释仍有可能成立。
model-rivals-meaning-equal = 答案无法区分它们。两者不同之处不应视为已有定论。
model-rivals-meaning-better = 既定模型有所遗漏。凡与该竞争模型相矛盾的结论，不应由既定模型得出。
model-rivals-meaning-none = 竞争模型使用了不同的题目，或未能估计。
model-rivals-none-title = 未设定竞争模型
model-rivals-none = 研究未设定竞争模型。既定模型拟合良好，并不说明其他模型不能拟合。
model-rivals-caption = 既定模型与竞争模型
model-rivals-note = 若一个模型包含另一个，p 值检验两者卡方之差。AIC 之差为负，表示竞争模型更优。竞争模型去掉的路径，不以其他关系代替。
model-chi-square-of = { $value }（{ $spare }）
model-rival-stated = 既定模型
model-rival-better = 更好
model-rival-as_well = 同样好
model-rival-worse = 较差
model-rival-other_items = 题目不同，不可比
model-rival-unusable = 不可解读
model-check-rivals = 竞争模型
model-check-rivals-done = 并列展示
model-modifications-caption = 答案最希望对模型作出的修改
model-modifications-note = 修正指数，{ $basis }。由同一批答案提示的修改，必须用另外的答案检验：以此追求拟合，得到的只是偶然。两道题目在构念之外仍相关，往往是因为措辞相近。
model-basis-saturated = 以利用全部答案的均值和协方差重新拟合得出
model-basis-complete = 由没有缺答的受访者得出
model-relation-loading = { $right }也测量{ $left }
model-relation-path = { $right } → { $left }
model-relation-covariance = { $left }与{ $right }的共同部分多于模型所述

## 敏感性

model-heading-sensitivity = 结论是否取决于估计方法
model-sensitivity-lead = 同一模型又以审稿人要求的其他方法拟合。对某条路径，若各方法的判断一致（大于零、小于零或不明确），则结论成立。
model-sensitivity-claim-same = 全部 { $all } 条路径在各估计方法下结论一致
model-sensitivity-claim-unclear = { $all } 条路径中有 { $same } 条在各估计方法下结论一致；仅在部分方法下明确的有：{ $paths }
model-sensitivity-claim-opposite = 各估计方法相互矛盾：{ $all } 条路径中有 { $same } 条结论一致，不一致的有：{ $paths }
model-sensitivity-leaders-differ = 与{ $satisfaction }关联最强的前因取决于估计方法：{ $parts }。因此不应认定其中任何一项为最强。
model-leader-part = { $estimator } 为{ $cause }
model-sensitivity-leader = 在各估计方法下，与{ $satisfaction }关联最强的都是{ $cause }。
model-sensitivity-size = 各方法所得大小之差小于其区间。
model-sensitivity-subtitle = 标准化路径系数及 { $level } 区间
model-sensitivity-alt = 各估计方法的路径系数；每条路径估计值的范围：{ $points }。
model-sensitivity-note = 偏最小二乘以题目之和代表构念。题目的测量误差会削弱关联；前因不止一个时，还会把一个前因的部分关联转移到其他前因上。仅用完整答卷时区间较宽。
model-sensitivity-caption = 各估计方法的同一路径（{ $level } 区间）
model-conclusion-same = 一致
model-conclusion-unclear = 仅部分方法明确
model-conclusion-opposite = 相互矛盾
model-estimators-caption = 所用估计方法及其受访者数
model-used-main = 主要结果
model-used-beside = 用于对照
model-refused-few_rows = 未使用：仅 { $n } 名受访者回答了全部题目
model-refused-many_points = 未使用：量表点数过多，不宜视为类别
model-refused-unreadable = 未使用：所得解不可解读
model-check-estimators = 其他估计方法下的结论
model-check-estimators-done = 并列展示

## 因果解读

model-heading-causal = 模型能否作因果解读
model-causal-lead = 模型中的箭头是假设。下表列出因果解读所需的条件，以及本研究对每一条件所知的情况。
model-causal-claim-association = 各关联只能解读为相关：因果解读的 { $all } 个条件中，{ $failed } 个不满足，{ $unknown } 个无法检验
model-causal-claim-conditional = 有条件地可作因果解读：{ $all } 个条件中，{ $failed } 个不满足，{ $unknown } 个无法检验
model-causal-meaning-association = 本报告所说的“相关”，不等于“提高”。要了解改进会带来什么，应随机选取部分客户试行并比较。
model-causal-meaning-conditional = 时间先后支持这一解读，已有检验亦无矛盾；但它仍取决于无法检验的条件。
model-causal-caption = 因果解读的条件
model-causal-note = 条件依据博伦与珀尔（2013）、沙迪什等（2002）以及波德萨科夫等（2003）。
model-condition-order_in_time = 前因先于结果测量
model-condition-random_assignment = 前因由随机分配决定
model-condition-common_causes = 路径两端没有未测量的共同原因
model-condition-fit = 模型能够描述答案
model-condition-rivals = 没有竞争模型拟合得同样好
model-condition-common_method = 答案的一致并非由提问方式造成
model-condition-nonresponse = 作答者与未作答者相似
model-met-holds = 是
model-met-fails = 否
model-met-unknown = 无法判断
model-found-same-dated = 前因与结果出自同一次调查。答案有日期，因此调查之后的行为有时间先后；答案彼此之间没有。
model-found-same-undated = 前因与结果出自同一次调查，且调查没有日期。
model-found-order_in_time-holds = 前因在早于结果的调查中测量。
model-found-random_assignment-fails = 客户是被观察的，并非随机分配。
model-found-random_assignment-holds = 由随机分配决定。
model-found-common_causes-unknown = 无从检验。在最简单的情形下，一个与两端相关系数均为 { $size } 的未测量因素，即可完全说明{ $path }。
model-found-common_causes-holds = 随机分配排除了这一可能。
model-found-fit-holds = 拟合尚可或更好。
model-found-fit-fails = 拟合未达到通常标准。
model-found-fit-unknown = 拟合无从判断：它能再现任何答案。
model-found-rivals-holds = 全部 { $n } 个可比的竞争模型拟合较差。
model-found-rivals-fails = 竞争模型{ $name }拟合得同样好或更好。
model-found-rivals-unknown = 未设定题目相同的竞争模型。
model-found-common_method-holds = 检验显示，提问方式在答案中所占比例很小。
model-found-common_method-fails = { $known ->
    [0] 有一项共同方法偏差检验未通过。
   *[other] 有一项共同方法偏差检验未通过；共同的作答方式约占答案方差的 { $share }。
}
model-found-common_method-unknown = { $known ->
    [0] 无法检验。
   *[other] 检验无法判断；估计提问方式在答案中所占比例为 { $share }。
}
model-found-nonresponse-holds = 受邀者中有 { $rate } 作答。
model-found-nonresponse-fails = 受邀者中有 { $rate } 作答；未作答者可能不同。
model-found-nonresponse-unknown = 不知道共邀请了多少人。
model-check-causal = 结构模型的因果解读
model-check-causal-done = 报告只谈相关关系

## 真值

model-heading-truth = 估计模型与真实模型对照
model-truth-lead = 该公司为模拟生成，真实路径已知。任何估计均未使用这些真值。
model-truth-claim = { $all } 个路径的 { $level } 区间中，有 { $covered } 个覆盖真值
model-truth-meaning = 路径的最大误差为 { $error }。在此水平下，{ $all } 个区间中预计有 { $misses } 个因偶然而不覆盖真值。
model-truth-mark = 真值
model-truth-subtitle = 标准化路径系数的估计、{ $level } 区间与真值
model-truth-alt = 估计的路径及其真值：{ $points }。
model-truth-caption = 区间覆盖真值的次数（{ $level } 区间）
model-truth-note = 误差为估计值减真值，均为标准化单位。
model-truth-loadings = 五点量表的答案较粗。将其视为普通数值的方法会低估因子载荷；这是已知现象，对此处所关心的构念间路径无碍。将答案视为有序类别即可消除。
model-quantity-loading = 因子载荷
model-quantity-path = 路径系数
model-quantity-correlation = 构念间的相关系数
model-covered-of = { $covered }／{ $all }
model-check-truth = 区间覆盖真实路径
model-check-truth-done = 估计值与真值并列展示
