### 满意与忠诚报告（笔记本 04）：忠诚、行为、驱动因素与可信程度。
### 花括号中的值由程序填入，名称请勿改动。

## 标题与封面

loyalty-title = 满意度与忠诚度
loyalty-subtitle = 客户怎么说，满意与什么相关，以及是否言行一致
loyalty-key-index = 忠诚度指数（0 至 100）
loyalty-key-index-note = { $n } 位客户的平均值
loyalty-key-lost = “{ $construct }”高一个标准差时，每 1,000 位客户中流失人数的变化
loyalty-key-lost-note = { $time }内的变化；仅为相关关系
loyalty-key-lever-revenue = “{ $lever }”提高一分，每 1,000 位客户的收入
loyalty-key-lever-leaving = “{ $lever }”提高一分，每 1,000 位客户中流失人数的变化
loyalty-key-lever-attitude = “{ $lever }”每提高一分，“{ $construct }”相应的分数
loyalty-key-lever-note = 在 { $share } 的抽样中居首；仅为相关关系

## 多处使用

loyalty-withheld-title = 本报告未包含的内容
loyalty-head-loyalty = 忠诚类型
loyalty-head-customers = 客户数
loyalty-head-share = 占比（{ $level } 区间）
loyalty-head-unrelated = 若言行互不相关
loyalty-head-corrected = 剔除测量误差后（{ $level } 区间）
loyalty-head-part = 组成部分
loyalty-head-kind = 态度或行为
loyalty-head-weight = 权重
loyalty-head-zero = 计 0 分的值
loyalty-head-full = 计 100 分的值
loyalty-head-points = 得分（{ $level } 区间）
loyalty-head-without = 去掉后的指数
loyalty-head-construct = 构念
loyalty-head-lost = 每 1,000 位客户中流失人数的变化（{ $level } 区间）
loyalty-head-spend = 人均消费的变化（{ $level } 区间）
loyalty-head-ratio = 风险比（{ $level } 区间）
loyalty-head-naive = 用简单平均分得到的风险比（{ $level } 区间）
loyalty-head-way = 路径
loyalty-head-group = 群组
loyalty-head-lever = 可改进因素
loyalty-head-gain-leaving = 每 1,000 位客户中的流失人数（{ $level } 区间）
loyalty-head-gain-revenue = 每 1,000 位客户的收入（{ $level } 区间）
loyalty-head-gain-attitude = { $construct }，分（{ $level } 区间）
loyalty-head-experience = 经历
loyalty-head-ratio-total = 风险比，总体（{ $level } 区间）
loyalty-head-ratio-given = 风险比，满意度相同者之间（{ $level } 区间）
loyalty-head-rank = 名次
loyalty-head-best = 居首的抽样占比
loyalty-head-first-two = 居前两名的抽样占比
loyalty-head-helps = 有益的抽样占比
loyalty-head-performance = 表现（0 至 100）
loyalty-head-quadrant = 象限
loyalty-head-move = 何种风险
loyalty-head-check = 检查
loyalty-head-result = 结果
loyalty-head-passed = 结论
loyalty-head-done = 处理
loyalty-outcome-passed = 成立
loyalty-outcome-failed = 不成立
loyalty-outcome-unknown = 无法判断

## 忠诚

loyalty-heading-loyalty = 态度忠诚与行为忠诚
loyalty-lead-deeds = 客户的忠诚有两种：一种在态度上，由问卷测得；一种在行为上，见于购买记录。忠诚度指数把两者合成一个数，四分表则把两者分开来看。
loyalty-lead-words = 客户的忠诚有两种：一种在态度上，由问卷测得；一种在行为上，见于购买记录。本研究只有态度数据。
loyalty-index-claim = 忠诚度指数为 { $value } 分（满分 100），基于 { $n } 位客户。
loyalty-index-meaning-deeds = 指数一半来自客户所说，一半来自客户所为。权重是事先规定的，并非估计所得；表中列出去掉每一部分后的指数。
loyalty-index-meaning-words = 指数只由客户所说构成；是否付诸行动，这里看不到。权重是事先规定的，并非估计所得。
loyalty-index-title = 从 { $low } 分（{ $worst }）到 { $high } 分（{ $best }）
loyalty-index-subtitle = 各群组的忠诚度指数，0 至 100 分，{ $level } 区间；竖线为总平均 { $mean }
loyalty-index-alt = 各群组的忠诚度指数。{ $points }。
loyalty-index-note = 各群组的客户构成也不同。态度得分能否在群组间比较，以测量不变性一节为准。
loyalty-axis-index = 忠诚度指数（分）
loyalty-kind-words = 态度
loyalty-kind-deeds = 行为
loyalty-deed-repeat_rate = 每年重复购买次数
loyalty-deed-share_of_rhythm_kept = 自身购买节奏的保持比例
loyalty-deed-tenure_days = 成为客户的天数
loyalty-parts-caption = 忠诚度指数的构成
loyalty-parts-note = 0 与 100 之间按直线换算，超出部分截断。频率或时长达到十分之一客户才超过的水平时计满分。某部分未知时，其权重分给其余部分。
loyalty-fourfold-claim = { $share } 的客户言行皆忠诚；{ $latent } 只是口头忠诚，{ $spurious } 持续购买却并无归属感。
loyalty-fourfold-meaning-together = 若言行互不相关，两方面皆忠诚的占比应为 { $expected }：客户的言与行确有关联，相差 { $beyond } 个百分点。
loyalty-fourfold-meaning-apart = 若言行互不相关，两方面皆忠诚的占比应为 { $expected }，仅相差 { $beyond } 个百分点：客户所说几乎不能说明其购买。判断忠诚须两者兼看。
loyalty-fourfold-title = { $share } 的客户言行皆忠诚
loyalty-fourfold-subtitle = 占 { $n } 位曾购买的受访客户的比例；{ $level } 联合区间
loyalty-fourfold-alt = 四格图：横向为态度，纵向为行为。{ $points }。
loyalty-fourfold-note = 依 { $source }。“高”指态度或行为达到这些客户的中位数及以上，因此各格大小取决于分界；超出“互不相关”的部分则不然。
loyalty-kind-true = 真忠诚
loyalty-kind-latent = 潜在忠诚
loyalty-kind-spurious = 虚假忠诚
loyalty-kind-none = 不忠诚
loyalty-words-low = 态度忠诚较低
loyalty-words-high = 态度忠诚较高
loyalty-deeds-low = 行为忠诚较低
loyalty-deeds-high = 行为忠诚较高
loyalty-fourfold-caption = 四类忠诚
loyalty-fourfold-table-note = 剔除测量误差：在给定回答与行为的条件下抽取态度忠诚的似真值，再把多次抽样的结果合并（{ $source }）。
loyalty-fourfold-corrected = 回答对忠诚的测量带有误差。占比几乎不受影响，但若能确知真实态度，只有 { $same } 的客户会落在同一格：此表用于 { $n } 位客户的整体，不可用来给个别客户贴标签。
loyalty-fourfold-uncorrected = 这里的态度忠诚只是一道题，其测量误差无从得知；占比以原始回答为准。
loyalty-cuts = “高”从哪里算起是一种选择。{ $result }
loyalty-cuts-result = 取 { $first } 至 { $last } 分位数之间的 { $n } 组分界时，真忠诚占 { $low } 至 { $high }，比言行互不相关时多 { $least } 至 { $most } 个百分点。
loyalty-check-cuts = 无论分界取在何处，言行都同向相关
loyalty-done-cuts = 占比旁列出与互不相关时的差别
loyalty-withheld-fourfold = 这里无法区分真忠诚、潜在忠诚与虚假忠诚：有购买记录的受访者太少，或其态度、行为全无差别。

## 言与行：流失与消费

loyalty-heading-deeds = 从态度到行为：所说能否见于所为
loyalty-withheld-deeds-no-deeds = 无法把回答与客户之后的行为联系起来：研究中没有带日期的调查及其后的购买。因此这里不谈流失与收入，也无法区分真忠诚、潜在忠诚与虚假忠诚，只谈态度上的满意与忠诚。
loyalty-withheld-deeds-no-model = 结构模型无法解读，因而没有可与行为对照的构念。
loyalty-withheld-deeds-too-few = 调查后流失或购买的客户太少，无法与构念对照；随访时间更长时本节会有内容。
loyalty-deeds-lead = 自调查之日起随访 { $customers } 位当日尚未流失的客户的 { $n } 份调查；{ $time }内流失 { $base }。所比较的是当日已知情况相同的客户：{ $adjustments }。构念已校正测量误差，受访者按代表全部受邀者加权。
loyalty-leaving-claim-fewer = “{ $construct }”高一个标准差时，{ $time }内每 1,000 位客户少流失 { $size } 位。
loyalty-leaving-claim-more = “{ $construct }”高一个标准差时，{ $time }内每 1,000 位客户多流失 { $size } 位。
loyalty-leaving-claim-unclear = “{ $construct }”不能确切说明谁会流失：高一个标准差时，{ $time }内每 1,000 位客户的流失人数变化为 { $change }。
loyalty-leaving-meaning = 每 1,000 位客户中，{ $time }内流失 { $base } 位。每一标准差的风险比为 { $ratio }。这是相关关系：只有当其他一切重要因素都已在所比较的相同情况之内，它才是改变所能带来的结果。
loyalty-leaving-title = { $construct }：每高一个标准差，流失风险为原来的 { $ratio } 倍
loyalty-leaving-subtitle = 构念每一标准差的风险比，{ $level } 区间，流失客户 { $n } 例
loyalty-leaving-alt = 流失的风险比。{ $points }。
loyalty-leaving-note = “单独”是一个构念的全部关联；“与其他构念并列”时其他构念保持不变，彼此难以分开。“简单平均分”是忽略测量误差时的结果。
loyalty-leaving = 流失
loyalty-axis-ratio = 风险比
loyalty-view-alone-corrected = 单独
loyalty-view-alone-sum-scores = 单独，用简单平均分
loyalty-view-together-corrected = 与其他构念并列
loyalty-deeds-caption = { $time }内，各构念高一个标准差所对应的变化
loyalty-deeds-note = 每个构念单独进入。区间已考虑同一客户的多次调查与权重。
loyalty-spend-claim = “{ $construct }”高一个标准差，对应调查后 { $time }内人均消费变化 { $money }。
loyalty-spend-claim-unclear = “{ $construct }”不能确切说明消费：高一个标准差，调查后 { $time }内人均消费变化 { $money }。
loyalty-spend-meaning = 平均消费为 { $mean }，基于之后整段时间均有记录的 { $n } 份调查；没有购买的计为零。
loyalty-deeds-naive = 简单平均分忽略了回答的测量误差。{ $result }
loyalty-check-naive = 不校正测量误差时，结论方向相同
loyalty-naive-result-weaker = “{ $construct }”的关联（对数尺度）用它会弱 { $share }。
loyalty-naive-result-stronger = “{ $construct }”的关联（对数尺度）用它会强 { $share }。
loyalty-done-naive = 两者并列，报告采用校正后的结果
loyalty-ways-lead = 满意经由哪条路径与流失相关：构念之间的路径来自同一份问卷，最后一步才是前瞻的。
loyalty-ways-caption = 通向流失的路径，每一标准差的风险比
loyalty-ways-note = 路径系数与对数风险比之积；百分位区间。同一天测得的构念只是相关，没有先后：严格意义的中介效应要求先后测量，且中介与流失没有共同原因（{ $source }）。
loyalty-way-total-indirect = 全部间接路径合计
loyalty-way-total = 全部路径合计
loyalty-deeds-reading-title = 如何解读
loyalty-deeds-reading = 这里行为在言之后，因此满意可以预示行为；至于它是否促成行为，并未得到证明。即将离开的客户可能因同一原因而不满。只有实验才能定论：随机选取一部分客户加以改进，再作比较。

## 言行对照

loyalty-heading-promises = 是否言行一致
loyalty-promises-lead = 把“{ $item }”的回答与其后 { $time }内的购买对照。回答 { $cut } 分及以上视为表示会再买。{ $n } 份回答之后的整段时间均有记录。
loyalty-promises-claim-clear = 表示会再买的客户中，{ $kept } 在 { $time }内买了；其余客户为 { $others }。
loyalty-promises-claim-unclear = 表示会再买的客户中，{ $kept } 在 { $time }内买了；其余客户为 { $others }，差别可能出于偶然。
loyalty-promises-meaning-none = 买了的客户比没买的客户回答更高，与更低的机会相当（一致性指数 { $rank }，0.5 为偶然）：意愿在这里预示不了什么。
loyalty-promises-meaning-weak = 买了的客户比没买的客户回答更高的机会只略高于偶然（一致性指数 { $rank }，0.5 为偶然）：不要用意愿预测销售。
loyalty-promises-meaning-fair = 意愿在一定程度上能给客户排序（一致性指数 { $rank }，0.5 为偶然，1 为完全一致）。
loyalty-promises-meaning-good = 意愿能较好地给客户排序（一致性指数 { $rank }，0.5 为偶然，1 为完全一致）。
loyalty-promises-title = 回答最高者中 { $high } 买了，回答最低者中 { $low }
loyalty-promises-subtitle = 按“{ $item }”的回答，{ $time }内购买者的占比，{ $level } 区间
loyalty-promises-alt = 各回答的购买占比。{ $points }。
loyalty-promises-note = 已按无应答加权；多次受访的客户在区间中只算一位。
loyalty-answer = 回答 { $answer }（{ $n } 份）
loyalty-promises-caption = { $time }内的言行对照
loyalty-promises-table-note = 前四项合计为全部。一致性指数是买了的客户比没买的客户回答更高的概率，相同的算一半（{ $source }）。
loyalty-promise-said-and-did = 说会买，也买了
loyalty-promise-said-did-not = 说会买，没有买
loyalty-promise-did-not-say-but-did = 没说会买，却买了
loyalty-promise-neither = 没说会买，也没有买
loyalty-promise-kept-promises = 说会买的客户中买了的
loyalty-promise-difference = 与其余客户之差（百分点）
loyalty-promise-concordance = 言行一致性指数（0.5 为偶然）

## 驱动因素

loyalty-heading-drivers = 驱动因素：什么重要，做得如何
loyalty-withheld-drivers-no-model = 结构模型无法解读，因而不能说明什么对满意重要。
loyalty-withheld-drivers-no-levers = 研究没有指明在模型中通向满意的可改进因素。
loyalty-drivers-lead = 重要性是模型中的总效应：该因素每提高一分，“{ $target }”相应的分数，均为 0 至 100 分，其他因素相同。表现是该因素的平均得分。“效应”是模型的用语，实为相关关系，见因果解读一节。
loyalty-drivers-claim = { $n ->
    [one] { $levers }与“{ $target }”的关联强于其他因素，而做得不如其他因素。
   *[other] { $levers }与“{ $target }”的关联强于其他因素，而做得不如其他因素。
}
loyalty-drivers-meaning = 先看这里：既重要，又有余地。下面的排序说明把握有多大。
loyalty-drivers-claim-none = 与“{ $target }”关联最强的因素已经做得比其他好：没有既重要又做得差的因素。关联最强的是{ $lever }。
loyalty-drivers-meaning-none = 其得分为 { $performance }（满分 100）：比其他好，还不等于好。应当保持，并在代价不大时改进。
loyalty-quadrants-sure = 每个因素至少在 { $share } 的抽样中落在同一象限。
loyalty-quadrants-unsure = 并非每个位置都有把握（落在同一象限的抽样不到 { $share }）：{ $parts }。
loyalty-quadrant-part = { $lever }（{ $share }）
loyalty-quadrant-improve-first = 优先改进
loyalty-quadrant-keep-up = 继续保持
loyalty-quadrant-low-priority = 次要
loyalty-quadrant-possible-excess = 或已过度
loyalty-map-title = { $lever }对“{ $target }”最为重要
loyalty-map-subtitle = 各因素的重要性与表现，十字为 { $level } 区间，{ $n } 位受访者
loyalty-map-alt = 重要性与表现图。{ $points }。
loyalty-map-point = { $lever }：重要性 { $importance }，表现 { $performance }
loyalty-map-note = 线为各因素的平均，因此象限是因素之间的比较，而非与某个标准比较。{ $source }。
loyalty-axis-performance = 表现：平均得分，0 至 100
loyalty-axis-importance = 重要性：每提高一分，“{ $target }”相应的分数
loyalty-gains-claim = “{ $lever }”每提高一分（0 至 100 分），对应{ $parts }。
loyalty-gain-attitude = “{ $construct }” { $value } 分
loyalty-gain-fewer = 每 1,000 位客户少流失 { $value } 位
loyalty-gain-more = 每 1,000 位客户多流失 { $value } 位
loyalty-gain-revenue = 每 1,000 位客户的收入 { $value }
loyalty-gains-meaning-deeds = 流失与收入按 { $time }计，经由模型与言行之桥推算。变化不大时可按比例换算：五分约为五倍。
loyalty-gains-meaning-words = 变化不大时可按比例换算：五分约为五倍。没有行为数据，无法推算对流失与收入的意义。
loyalty-gains-caption = 各因素提高一分所对应的变化
loyalty-gains-note-deeds = 0 至 100 分。流失人数（负数为好）与收入为 { $time }内，针对调查时尚未流失的客户。区间为路径系数与言行之桥抽样的百分位。均为相关关系：只有当模型包含全部共同原因时，才是行动所能带来的结果。
loyalty-gains-note-words = 0 至 100 分。区间为路径系数抽样的百分位。均为相关关系：只有当模型包含全部共同原因时，才是行动所能带来的结果。

## 投诉与最初经历

loyalty-heading-experience = 投诉与最初经历
loyalty-experience-lead = 客户在调查之日以前的经历，基于尚未流失客户的 { $n } 份调查，其他已知情况相同：{ $adjustments }。与回答不同，这些是有记录的事实。
loyalty-experience-claim = “{ $construct }”的差别（0 至 100 分）：{ $parts }。
loyalty-experience-part = { $experience } { $value }
loyalty-experience-claim-none = 投诉与最初经历和“{ $construct }”的关联都不超出偶然。
loyalty-experience-meaning = 各项均在其他各项之外另计：某类投诉的差别是指当日即解决的投诉，解决所需天数另加，再次投诉也另加。
loyalty-experience-complaint = 投诉：{ $value }
loyalty-experience-days-to-resolution = 解决每多一周
loyalty-experience-repeated-complaint = 再次投诉
loyalty-experience-first-complaint = 首次购买后 60 天内投诉
loyalty-experience-first-channel = 首次购买：{ $value }
loyalty-experience-title = { $experience }：“{ $construct }”相差 { $points } 分
loyalty-experience-subtitle = 0 至 100 分的差别，{ $level } 区间，{ $n } 份调查
loyalty-experience-alt = 各种经历对应的差别。{ $points }。
loyalty-experience-note = 是构念本身的差别，而非其得分的差别：潜变量回归（{ $source }）。
loyalty-experience-leaving = 同样的经历与流失风险：先看总体，再看满意度相同的客户之间。后者更接近 1 时，说明该经历经由满意与流失相关。
loyalty-experience-caption = 投诉、最初经历与流失风险
loyalty-experience-table-note = 风险比大于 1 表示流失更快。行数较多时，每二十个区间约有一个出于偶然而不含真值。
loyalty-axis-points = “{ $construct }”的差别（分）

## 先改进什么

loyalty-heading-improve = 先改进什么
loyalty-improve-claim-sure = 先改进{ $lever }：每提高一分，与“{ $target }”的关联最大，在 { $share } 的抽样中如此。
loyalty-improve-claim-unsure = { $lever }是优先改进的最佳猜测：每提高一分，与“{ $target }”的关联最大，但只在 { $share } 的抽样中如此。
loyalty-improve-meaning = 其次是{ $second }。没有把握的名次差别不应左右决定：选代价小的。
loyalty-improve-meaning-single = 这是研究指明的唯一因素。
loyalty-improve-caption = 按提高一分所对应的变化排序：{ $target }
loyalty-improve-note = 占比来自路径系数（及有行为数据时言行之桥）不确定性的抽样。有益的抽样不到 95% 的因素，可能毫无作用。
loyalty-improve-cost = 提高一分要花多少钱，数据中没有。排序按每分的收益，而非每单位金钱的收益：这里居第二的因素，若每分的代价只有一半，便应居首。请把自己的成本放在表旁。
loyalty-improve-reading-title = 行动之前
loyalty-improve-reading-association = 模型描述的是回答之间的关联，不能当作行动会带来的结果。请先在随机选取的客户中试行排名第一的因素，再次测量，然后再决定是否推广。
loyalty-improve-reading-conditional = 在数据无法检验的条件下，模型可作因果解读。推广之前，请先在随机选取的客户中试行排名第一的因素。
loyalty-target-leaving = { $time }内留住的客户
loyalty-check-ranking = 排名第一的因素在至少 95% 的抽样中居首
loyalty-ranking-result = { $lever }：{ $share } 的抽样
loyalty-done-ranking-sure = 予以推荐
loyalty-done-ranking-unsure = 称为最佳猜测

## 真实风险

loyalty-heading-hazard = 言行之桥与真实参数对照
loyalty-hazard-claim = “{ $construct }”：估计的每一标准差风险比为 { $found }，模拟中的真值为 { $truth }。两者并非同一个量。
loyalty-hazard-meaning = 真值作用于真实阶段之间的转移，而估计只能看到由沉默推断的流失。方向应当一致，大小则不必。
loyalty-hazard-caption = 每一标准差的风险比：真实转移与由沉默推断的流失
loyalty-hazard-true = { $move }（模拟中的真值）
loyalty-hazard-found = 由沉默推断的流失（估计值）
loyalty-hazard-note = 真实转移在数据中看不到；因该公司为模拟生成，才得以知晓。
loyalty-hazard-remark = 为何不同：真实风险比是处于某一阶段的客户在某一天发生某种转移的强度。由沉默推断的流失要等沉默持续数月之后才能看到；它混合了各阶段的客户，其中有些在作答之前就已衰退或离开，有些只是买得慢。这些都使风险比向 1 靠近。若改用处于该阶段的受访者的真实转移，同一估计方法所得与真值相近。

## 可信程度、方法、局限、术语

loyalty-heading-summary = 要点
loyalty-summary-caption = 发现了什么，意味着什么
loyalty-summary-found = 发现
loyalty-summary-means = 含义
loyalty-summary-note = “相关”“对应”就是字面意思：相关关系。能否作因果解读，另有一节判断。
loyalty-heading-trust = 可信程度
loyalty-trust-verdict = { $n } 项检查中 { $passed } 项成立{ $failed ->
    [0] {""}
   *[other] ，{ $failed } 项不成立
}{ $unknown ->
    [0] {""}
   *[other] ，{ $unknown } 项无法判断
}。
loyalty-trust-use = 对作答的客户，得分及其区间可以信赖；有权重时，对全部受邀者亦然。因素排序的可信程度取决于模型：请先看拟合、效度与竞争模型各行。某项检查不成立，并不意味着结果作废，而是说明不能由此得出什么结论。
loyalty-checks-caption = 检查项目
loyalty-check-data = 数据质量
loyalty-done-data = 见封面
loyalty-heading-methods = 方法
loyalty-methods-lead = 全部估计由本项目自己的程序完成，并与 R 语言的同类软件核对至四位以上有效数字，且用真值已知的模拟企业检验。
loyalty-method-sources = 出处：{ $source }。
loyalty-method-model-heading = 结构方程模型
loyalty-method-model = 每个构念由若干题目带误差地测量；构念之间按既定路径相互依存。两者共同决定全部题目的协方差，估计使其尽量接近观测值。标准化系数的标准误用德尔塔法。
loyalty-formula-model = 隐含协方差等于载荷矩阵乘以单位阵减路径阵之逆，乘以潜变量残差协方差，再乘以两者的转置，加上题目误差协方差
loyalty-method-likelihood-heading = 缺失回答
loyalty-method-likelihood = 只要有回答缺失，就对每位受访者已答的部分求最大似然：既不丢弃任何人，也不填补任何值。前提是缺失与否只取决于已作的回答。标准误与检验对非正态回答稳健。
loyalty-formula-likelihood = 对数似然是各受访者所答题目的正态密度对数之和
loyalty-method-ordinal-heading = 点数较少的量表
loyalty-method-ordinal = 五点量表的回答是连续态度的有序分类。多分格相关与对角加权最小二乘（检验经均值与方差校正）考虑了这一点。有缺失时以全息似然为主，此法并列。
loyalty-formula-ordinal = 差异函数是多分格相关与模型隐含相关之差的平方，各除以其抽样方差
loyalty-method-omega-heading = 信度
loyalty-method-omega = 组合信度是题目总分的方差中归于构念的比例；内部一致性系数并列其旁，附区间。平均方差提取量是载荷平方的平均。
loyalty-formula-omega = 组合信度等于载荷之和的平方除以其自身加误差方差之和
loyalty-method-htmt-heading = 构念是否有别
loyalty-method-htmt = 异质-单质比把两个构念的题目之间的相关与各自题目内部的相关相比；接近 1 时，两者即为一物。区间用自助法。
loyalty-formula-htmt = 两个构念题目间相关的均值，除以各自内部相关均值的几何平均
loyalty-method-effects-heading = 直接效应、间接效应与总效应
loyalty-method-effects = 间接效应是一条链上各路径之积，总效应为所有链之和。区间取至少 5,000 次抽样的百分位：回答完整时用自助法重新估计，否则从估计值的联合分布中抽取。“效应”只是这个和的名称，并非因果断言。
loyalty-formula-effects = 总效应等于单位阵减路径阵之逆，再减单位阵
loyalty-method-importance-heading = 提高一分所对应的变化
loyalty-method-importance = 标准化总效应，乘以目标一个标准差的分数，除以该因素一个标准差的分数。流失与收入再经言行之桥推算：构念的移动改变每位客户的风险与消费，比较客户的平均。路径与言行之桥的抽样合并使用，每次抽样中为各因素排序。
loyalty-formula-importance = 因素每提高一分目标的分数：总效应乘以目标的标准差除以因素的标准差
loyalty-method-hazard-heading = 从言到行
loyalty-method-hazard = 调查后的流失风险在各时间段内为常数，取决于构念本身，而构念并未直接观测：似然对回答与已知情况所留下的不确定性积分。若以得分代替，关联会偏小。消费为对数线性模型，作同样的校正。标准误稳健，同一客户的多次调查合并计算。
loyalty-formula-hazard = 给定回答时的风险，等于基准风险乘以仍在的客户中协变量与构念之指数的期望
loyalty-method-weights-heading = 无应答
loyalty-method-weights = 受访者按平均应答倾向与其自身应答倾向之比加权；应答倾向由全部受邀者当时已知情况的逻辑回归得出，权重在第 99 百分位处截断。权重只能弥补记录中可见的差别；因不满而沉默、且别处毫无痕迹的客户，仍然缺席。
loyalty-formula-weights = 权重等于平均应答倾向除以受访者的应答倾向
loyalty-method-rest = 群组间的测量不变性用嵌套模型检验：形态不变、单位不变、尺度不变。共同方法偏差由方法因子与完全共线性检验判断，单因子检验本身并不足够。拟合按通行的临界值判断，其出处列在旁边。偏最小二乘法作为敏感性检验并列。
loyalty-heading-limits = 局限
loyalty-limits = 回答是人们被问到时的说法。同一份问卷中的构念带有相同的心情与作答习惯，因而看起来更加相关。模型只是能描述同样回答的若干模型之一；事先提出的已作比较，其他的可能仍然存在。人数过少的群组不显示。
loyalty-limits-words = 本研究没有行为数据：满意与忠诚只在口头上，这里没有任何内容说明谁留下了。
loyalty-limits-deeds = 流失由沉默推断，在沉默期满时计入。未作答者的行为看得到，其所说却看不到：按已知情况加权只能弥补一部分。每份调查都以当日为准，之后满意会变化。
loyalty-heading-glossary = 术语
loyalty-term-construct = 构念
loyalty-meaning-construct = 无法用一道题问出、要由多道题共同测量的东西，如信任。
loyalty-term-item = 题目
loyalty-meaning-item = 问卷中的一个问题及其量表。
loyalty-term-loading = 因子载荷
loyalty-meaning-loading = 题目与其构念的接近程度，即两者的相关。0.708 的平方为一半。
loyalty-term-reliability = 信度
loyalty-meaning-reliability = 得分差别中归于构念而非误差的比例。
loyalty-term-extracted-variance = 平均方差提取量
loyalty-meaning-extracted-variance = 题目的差别平均有多少由构念解释。
loyalty-term-discriminant = 区分效度
loyalty-meaning-discriminant = 两个构念确为两物：题目在各自内部比彼此之间更相关。
loyalty-term-invariance = 测量不变性
loyalty-meaning-invariance = 题目在各群组中含义相同。否则群组差别可能只是对题目理解的差别。
loyalty-term-path = 路径系数
loyalty-meaning-path = 其他前因相同时，前因每高一个标准差，结果相差多少个标准差。
loyalty-term-effect = 直接效应、间接效应与总效应
loyalty-meaning-effect = 一条路径；经由中间变量的路径之积；所有路径之和。名称并不使其成为因果。
loyalty-term-fit = 拟合指标
loyalty-meaning-fit = 模型再现题目间协方差的程度。
loyalty-term-confidence = 置信区间
loyalty-meaning-confidence = 若模型正确，由此方法得到的区间包含真值的频率等于其置信水平。
loyalty-term-common-method = 共同方法偏差
loyalty-meaning-common-method = 因在同一时间、以同一方式提问而使回答共有的成分。
loyalty-term-importance = 重要性与表现图
loyalty-meaning-importance = 把重要程度与表现对照：重要而做得较差的优先。
loyalty-term-hazard-ratio = 风险比
loyalty-meaning-hazard-ratio = 任一时刻客户流失的速度是对照的几倍；0.8 即慢五分之一。
loyalty-term-fourfold = 真忠诚、潜在忠诚、虚假忠诚
loyalty-meaning-fourfold = 言行皆忠诚；只在口头；只在行为。
loyalty-term-nonresponse = 无应答权重
loyalty-meaning-nonresponse = 一位受访者代表多少位受邀者，使较少作答的客户类型得到应有的分量。
