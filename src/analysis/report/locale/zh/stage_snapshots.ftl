### 阶段快照报告（笔记本 02，阶段快照）。
### 花括号中的值由程序填入，名称请勿改动。

snapshots-title = 由快照看阶段
snapshots-subtitle = 客户如何在月末记录的各阶段之间转移

## 多处使用

snapshots-few = 数量过少，无法判断
snapshots-head-stage = 阶段
snapshots-head-from = 起始阶段
snapshots-head-to = 到达阶段
snapshots-head-move = 转移
snapshots-head-today = 目前
snapshots-outcome-passed = 成立
snapshots-outcome-failed = 不成立
snapshots-outcome-unknown = 无法判断

## 封面

snapshots-key-today = 目前处于“{ $stage }”阶段的客户
snapshots-key-counted = 实际计数，非估计值
snapshots-key-today-note = 共 { $all } 名客户
snapshots-key-risk = “{ $stage }”客户 { $time }后处于“{ $loss }”的概率
snapshots-key-risk-note = 概率最高的阶段
snapshots-key-base = { $time }后预计处于“{ $loss }”的客户数
snapshots-key-base-note = 目前：{ $now }

## 摘要

snapshots-heading-summary = 要点
snapshots-summary-caption = 主要发现及其含义
snapshots-summary-found = 发现
snapshots-summary-means = 含义

## 记录内容

snapshots-heading-stored = 记录了什么
snapshots-stored-lead = { $customers } 名客户的 { $snapshots } 条快照，自{ $first }至{ $last }，通常相隔 { $gap }。每条快照只说明客户在某一天处于哪个阶段。客户何时转移、两次快照之间经过哪些阶段，均无记录，本报告也不作假定。
snapshots-late = { $all } 对快照中有 { $n } 对因中间缺少快照而相隔较长，均按实际天数计入。
snapshots-once = { $n } 名客户只有一条快照，无法提供转移信息。
snapshots-gone = { $n } 名客户没有近期快照；其最后一条快照之前的转移计入估计，但不计入目前客户。
snapshots-today-claim = 在有当前快照的 { $n } 名客户中，{ $lost } 处于“{ $loss }”阶段；人数最多的阶段是“{ $stage }”，占 { $share }。
snapshots-today-claim-lost = 在有当前快照的 { $n } 名客户中，{ $lost } 处于“{ $loss }”阶段，人数最多；其余各阶段中以“{ $stage }”最多，占 { $share }。
snapshots-today-meaning = 这是作任何估计之前客户群的现状。
snapshots-today-title = { $share } 的客户处于“{ $stage }”阶段
snapshots-today-subtitle = 按最近一次快照的阶段统计；共 { $n } 名客户
snapshots-today-alt = 各阶段客户占比条形图：{ $points }。
snapshots-today-note = 不足 { $minimum } 名客户的阶段未绘出。

## 转移

snapshots-heading-moves = 客户如何转移
snapshots-moves-lead = 模型求出与快照最相符的瞬时转移强度。客户在两次快照之间可能转移多次，模型已考虑这一点。
snapshots-moves-claim = 在 100 名处于“{ $stage }”阶段的客户中，一个月内有 { $n }名下一步转入“{ $to }”。
snapshots-moves-meaning = 在 100 名处于“{ $loss }”阶段的客户中，一个月内有 { $n }名下一步转入“{ $to }”。
snapshots-moves-meaning-none = 从“{ $loss }”返回的情形过少，无法展示。
snapshots-moves-few = 没有任何转移出现得足够频繁，无法展示。
snapshots-moves-caption = 下一次转移及其转移强度
snapshots-head-month = 一个月内下一步作此转移的比例
snapshots-head-intensity = 每月转移强度
snapshots-head-seen = 显示该转移的快照对数
snapshots-moves-note = 括号内为 { $level } 置信区间。转移强度：处于该阶段的每名客户每月的转移次数；阶段持续不足一个月时可大于 1。不足 { $minimum } 对快照显示的转移未列出。
snapshots-moves-more = 另有 { $small } 项估计的转移因过于罕见未列出；{ $zero } 项的转移强度估计为零，可由接连的多次转移解释。

## 概率

snapshots-heading-matrix = 一段时间之后客户处于何处
snapshots-matrix-lead = 转移概率：目前处于某一阶段的客户在 { $time }后处于另一阶段的概率，不论其间如何变化。
snapshots-matrix-claim = “{ $stage }”阶段的客户有 { $share }在 { $time }后处于“{ $loss }”，高于其他任何阶段。
snapshots-matrix-meaning = “{ $stage }”阶段则为 { $share }；这说明当前阶段在多大程度上预示 { $time }后的“{ $loss }”。
snapshots-matrix-title = 最可能的变化是 { $move }：{ $share }
snapshots-matrix-subtitle = 处于某阶段（行）的客户 { $time }后处于另一阶段（列）的概率
snapshots-matrix-alt = 按大小着色的转移概率表：{ $points }。
snapshots-matrix-note = 低于 0.5% 的概率未列出；快照不足 { $minimum } 对的起始阶段未列出。
snapshots-matrix-caption = { $time }后的转移概率及置信区间
snapshots-head-probability = 概率（{ $level } 置信区间）

## 停留时间

snapshots-heading-stays = 各阶段持续多久
snapshots-stays-claim = “{ $longest }”阶段的单次停留最长，平均 { $long }；“{ $shortest }”最短，平均 { $short }。
snapshots-stays-meaning = 针对“{ $stage }”阶段的措施只有这么长的时间触达客户；在两次快照之间开始并结束的停留也已计入。
snapshots-stays-title = “{ $stage }”的单次停留平均 { $time }
snapshots-stays-subtitle = 各阶段单次停留的平均时间，附 { $level } 置信区间；对数刻度
snapshots-stays-alt = 带区间的点图：{ $points }。
snapshots-stays-axis = 天数
snapshots-stays-note = 超过一年的平均值是按当前离开强度外推的结果。

## 预测

snapshots-heading-forecast = 现有客户的去向
snapshots-forecast-claim-up = { $time }后，现有客户中预计有 { $count }名处于“{ $stage }”阶段，多于目前的 { $now } 名。
snapshots-forecast-claim-down = { $time }后，现有客户中预计有 { $count }名处于“{ $stage }”阶段，少于目前的 { $now } 名。
snapshots-forecast-claim-same = { $time }后，现有客户中预计有 { $count }名处于“{ $stage }”阶段；与目前的 { $now } 名没有可辨别的差异。
snapshots-forecast-meaning = 这是转移强度保持记录期平均水平时的情形，不包括今后新进的客户。
snapshots-forecast-caption = { $time }后各阶段的客户数
snapshots-head-expected = 预计（{ $level } 预测区间）
snapshots-forecast-note = { $tried ->
    [yes] 预测区间包含转移强度的估计误差；模型在最近一个同样长的时期内的误差大于随机波动时，以该误差代替随机波动。
   *[no] 预测区间包含转移强度的估计误差与个体转移的随机性，以模型成立为前提；记录过短，无法计入模型以往的偏离。
}

## 拟合

snapshots-heading-fit = 模型与记录是否相符
snapshots-fit-lead = 模型假定转移强度只取决于当前阶段，对同一阶段的所有客户相同，且历年不变。假定不成立之处，观察值与期望值会有差异。
snapshots-fit-claim-passed = 从一次快照到下一次快照，按年份与起始阶段比较，观察值与期望值一致；{ $share } 的快照对所处阶段与期望不同，未超出随机波动。
snapshots-fit-claim-failed = 从一次快照到下一次快照，按年份与起始阶段比较，模型将 { $share } 的快照对置于与实际不同的阶段，超出随机波动。
snapshots-fit-claim-unknown = 快照对数过少，无法比较观察值与期望值。
snapshots-fit-meaning = 快照中没有与模型相悖之处。
snapshots-fit-meaning-failed = 偏离最大的是起始于“{ $stage }”阶段的客户（占其 { $share }）。关于该阶段的结论应理解为对不同客户、不同年份的平均。
snapshots-fit-result = { $share } 处于不同阶段，{ $p }
snapshots-check-fit = 从一次快照到下一次（按年份）
snapshots-done-fit-passed = 无需处理
snapshots-done-fit-failed = 已说明偏离大小；区间仅在模型成立时有效
snapshots-done-fit-unknown = 结论仅依赖模型
snapshots-past-none = 记录过短，无法用过去的 { $time }检验模型。
snapshots-past-text = 回测：仅用最后一次快照之前 { $time }以前的快照建立模型，并推算 { $time }，有 { $share } 的客户被置于与实际不同的阶段。
snapshots-past-caption = 各阶段客户数：推算 { $time }的期望值与实际值
snapshots-head-then = 当时
snapshots-head-model = 期望
snapshots-head-found = 实际
snapshots-past-note = 仅含首尾两端均有快照的客户。期望值与实际值不同之处，本次预测很可能以同样方式偏离。
snapshots-check-past = 最近 { $time }（仅用此前已知的信息）
snapshots-done-past-passed = 无需处理
snapshots-done-past-failed = 预测区间已按该误差放宽；预测仅表明方向
snapshots-done-past-unknown = 给出预测，未经回测

## 准确时间

snapshots-heading-exact = 记录准确时间可带来什么
snapshots-exact-lead = 只有月末阶段时，月内发生的一切都只能由模型推断。同一个月内流失又返回的客户从未被记为流失；只持续数天的阶段几乎看不到。
snapshots-exact-more = 如果记录每次转移的日期，就可以不假定恒定的离开强度而估计停留时间，可以利用已停留的时间，也可以确定某项措施之后发生的变化的时间。生命周期阶段报告即根据购买记录这样做。
snapshots-exact-remedy = 改进并不困难：保留每次阶段变更及其日期，而不是覆盖旧值。

## 可信程度

snapshots-heading-trust = 可信程度
snapshots-trust-verdict = { $all } 项检验中，{ $passed } 项通过，{ $failed } 项未通过，{ $unknown } 项无法判断。
snapshots-checks-caption = 检验及其处理
snapshots-head-check = 检验
snapshots-head-result = 结果
snapshots-head-passed = 判定
snapshots-head-done = 处理
snapshots-check-data = 数据质量
snapshots-done-data = 问题清单见客户群报告

## 方法

snapshots-heading-methods = 方法
snapshots-methods-lead = 采用面板观察状态的连续时间马尔可夫模型（Kalbfleisch 与 Lawless，1985），以极大似然估计。有足够多快照对显示的转移，或无法以其他方式解释的转移，才被允许。
snapshots-method-exponential-heading = 转移概率
snapshots-method-exponential = Q 为各阶段之间的转移强度矩阵，每行之和为零。任意时间之后的转移概率由其得出。
snapshots-formula-exponential = 时间 t 的转移概率矩阵等于 Q 乘以 t 的矩阵指数
snapshots-method-likelihood-heading = 似然函数
snapshots-method-likelihood = 每一对相邻快照贡献一项概率：已知前一阶段，经过两者之间的实际天数后处于后一阶段。缺失的月份只意味着相隔更长。
snapshots-formula-likelihood = Q 的似然函数等于所有客户的所有快照对的转移概率之积
snapshots-method-stay-heading = 平均停留时间
snapshots-method-stay = 单次停留的平均时间等于离开强度的倒数。
snapshots-formula-stay = 在阶段 j 的期望停留时间等于负的对角元素 q j j 的倒数
snapshots-method-fit-heading = 拟合优度
snapshots-method-fit = 按年份、起始阶段与到达阶段比较快照对的观察数与期望数；期望数不足五的单元格合并（Aguirre-Hernandez 与 Farewell，2002）。
snapshots-formula-fit = 卡方统计量等于观察数与期望数之差的平方除以期望数之和
snapshots-method-rest = 区间由信息矩阵经 delta 法得出：转移强度与停留时间在对数尺度上，概率在对数优势尺度上。转移强度、转移概率与停留时间均已与成熟统计软件的结果核对一致。

## 局限

snapshots-heading-limits = 局限
snapshots-limits = 阶段由企业自行设定，是否及时更新在此无从得知。转移强度是对同一阶段所有客户、所有年份的平均。阶段之间的差异只是关联，而非因果。

## 术语

snapshots-heading-glossary = 术语
snapshots-name-snapshot = 快照
snapshots-meaning-snapshot = 系统在某一天为客户记录的阶段
snapshots-name-stage = 阶段
snapshots-meaning-stage = 客户所处的关系阶段
snapshots-name-intensity = 转移强度
snapshots-meaning-intensity = 处于某阶段的客户在单位时间内转入另一阶段的速率
snapshots-name-probability = 转移概率
snapshots-meaning-probability = 已知目前阶段，之后某时处于某阶段的概率
snapshots-name-stay = 平均停留时间
snapshots-meaning-stay = 一次不间断地处于某阶段的平均时长
snapshots-name-panel = 面板观察
snapshots-meaning-panel = 只在若干日期看到客户所处的阶段，而看不到何时转移
snapshots-name-markov = 马尔可夫假设
snapshots-meaning-markov = 今后的走向只取决于当前阶段
snapshots-name-boundary = 处于边界
snapshots-meaning-boundary = 最佳估计为零的转移强度，不给出区间
