### 生命周期阶段报告（笔记本 02）。
### 花括号中的值由程序填入，名称请勿改动。

stages-title = 生命周期阶段
stages-subtitle = 客户处于何处、如何流动、停留多久、将去往何处

## 多处使用

stages-plus-minus = { $value } ± { $half }
stages-separator = ；
stages-by-rule = 由规则决定
stages-quoted = “{ $stage }”
stages-stays = 留在原阶段
stages-not-reached = 未达到
stages-newcomers = 新进客户
stages-yes = 是
stages-no = 否
stages-half = 一半
stages-quarter = 四分之一
stages-watched = 观察中
stages-withheld-title = 未展示
stages-head-stage = 阶段
stages-head-customers = 客户数
stages-head-share = 占比
stages-head-from = 起始阶段
stages-head-to = 到达阶段
stages-head-move = 转移
stages-head-at-risk = 期初客户数
stages-head-conclusion = 结论
stages-head-holds = 是否成立
stages-head-p = p 值
stages-outcome-passed = 成立
stages-outcome-failed = 不成立
stages-outcome-unknown = 无法判断

## 封面

stages-key-active = 尚未流失的客户
stages-key-counted = 实际计数，非估计值
stages-key-active-note = { $all } 名客户中的 { $n } 名
stages-key-risk = “{ $stage }”阶段客户在 { $time }内流失的概率
stages-key-risk-note = 风险最高的阶段
stages-key-return = 流失客户在 { $time }内返回的概率
stages-key-return-note = 基于 { $n } 名流失客户
stages-key-stay = 自“{ $stage }”阶段起，最初 { $time }内的在网时间
stages-key-stay-note = 预期停留时间
stages-key-forecast = 现有客户在 { $time }后尚未流失的比例
stages-key-forecast-note = 目前为 { $share }

## 摘要

stages-heading-summary = 要点
stages-summary-caption = 主要发现及其含义
stages-summary-found = 发现
stages-summary-means = 含义
stages-summary-note = 阶段{ $kind ->
    [contract] 由规则根据合同判定
   *[purchase] 由规则根据行为判定
}，因此所有结论都是关于规则所识别的客户。各结论的可信程度见报告末尾。

## 阶段分布

stages-heading-map = 客户当前所处的阶段
stages-map-claim = 在 { $n } 名客户中，{ $lost } 目前处于“{ $loss }”阶段；人数最多的阶段是“{ $stage }”，占 { $share }。
stages-map-claim-loss = 在 { $n } 名客户中，{ $active } 尚未流失；人数最多的阶段是“{ $loss }”，占 { $lost }。
stages-map-meaning = 目前处于“{ $stage }”阶段的客户占 { $share }，{ $kind ->
    [contract] 占最近 { $time }合同收费的 { $money }。
   *[purchase] 贡献了最近 { $time }消费额的 { $money }。
}
stages-map-meaning-counts = { $kind ->
    [contract] 合同没有收费数据，因此此处只统计客户数，不统计金额。
   *[purchase] 记录中没有购买数据，因此此处只统计客户数，不统计金额。
}
stages-map-title = { $share } 的客户处于“{ $stage }”阶段
stages-map-subtitle = { $date }各阶段客户数及其最近 { $time }{ $kind ->
    [contract] 的合同收费
   *[purchase] 的消费额
}；共 { $n } 名客户
stages-map-subtitle-counts = { $kind ->
    [contract] { $date }
   *[purchase] 最后一次观察时
}各阶段的客户数；共 { $n } 名客户
stages-map-alt = 各阶段客户数条形图：{ $points }。
stages-map-axis-n = 客户数
stages-map-axis-money = { $kind ->
    [contract] 收费
   *[purchase] 消费额
}
stages-map-caption = 当前阶段分布
stages-head-so-far = 平均已停留
stages-head-money = { $kind ->
    [contract] 收费
   *[purchase] 消费额
}
stages-head-money-each = { $kind ->
    [contract] 人均收费
   *[purchase] 人均消费额
}
stages-map-note = { $kind ->
    [contract] 收费：目前处于该阶段的客户在最近 { $time }按日计的合同收费
   *[purchase] 消费额：目前处于该阶段的客户在最近 { $time }的消费额
}，不论当时处于哪个阶段。人数过少的单元格不予显示。
stages-map-note-counts = 人数过少的单元格不予显示。
stages-missing-prospects = 无法展示{ $stages }阶段：{ $kind ->
    [contract] 首份合同之前
   *[purchase] 首次购买之前
}没有任何客户记录。
stages-missing-contacts = 无法展示{ $stages }阶段：该阶段始于一次接触，而本研究没有互动记录表。
stages-missing-contracts = 无法展示{ $stages }阶段：不含日期的合同只能区分新客户与成熟客户、有效合同与终止合同。
stages-missing-nobody = { $stages }阶段为空：没有客户满足过其规则。
stages-missing-growth = 无法展示{ $stages }阶段：合同没有可以加快的节奏。
stages-missing-declines = 无法展示{ $stages }阶段：合同或有效或已终止，终止之前的衰退只能从接触减少看出，而本研究没有互动记录表。
stages-taxonomies-lead = 不同企业对同一生命周期有不同的划分。{ $table } 按项目自带的其他阶段体系统计当前客户，{ $kind ->
    [contract] 续约规则相同，一份合同视为一次购买
   *[purchase] 沉默规则相同
}。
stages-taxonomies-caption = 其他阶段体系下的当前客户数
stages-head-taxonomy = 阶段体系
stages-head-stages = 阶段与客户数
stages-taxonomy-cell = { $stage } { $count }
stages-taxonomies-note = 客户数为 0 的阶段为空，或现有数据无法展示。

## 规则

stages-heading-rules = 阶段如何划分
stages-rules-claim = 沉默达到自身购买间隔的 { $decline } 倍后，返回的客户不足 { $decline_share }；达到 { $churn } 倍后不足 { $churn_share }：这两个倍数即为衰退与流失的阈值。
stages-rules-claim-stated = 阈值由本研究设定：沉默达到自身购买间隔的 { $decline } 倍为衰退，{ $churn } 倍为流失。
stages-rules-meaning = 购买间隔至少按 { $minimum }计；沉默超过 { $maximum }一律视为流失。
stages-rules-rest = 购买间隔为客户迄今各次间隔的均值，并以相当于 { $shrinkage } 次间隔的权重向全体客户的均值收缩。第 { $settle } 次购买后视为关系建立；此后将最近 { $window } 次间隔与购买同之前相同次数比较：高出 { $rise } 以上为成长，低出 { $fall } 以上为衰退，其余为成熟。
stages-rules-no-look-ahead = 判定不使用未来信息：某日的阶段只依据该日已知的记录。唯一例外是两个阈值，它们根据全部沉默记录一次性选定。
stages-rules-capped = 所选倍数过长，几乎对所有客户起决定作用的是 { $maximum }的上限：流失即沉默满 { $maximum }。
stages-rules-title = 沉默达到自身间隔的 { $churn } 倍即意味着流失
stages-rules-subtitle = 沉默达到自身购买间隔若干倍后仍会返回的客户比例；共 { $n } 次沉默
stages-rules-alt = 曲线从无沉默时的 { $start } 逐渐下降；竖线标出 { $decline } 倍（衰退）与 { $churn } 倍（流失）。
stages-rules-axis-x = 沉默时长（自身购买间隔的倍数）
stages-rules-axis-y = 仍会返回
stages-rules-mark = { $multiple } 倍起为{ $stage }
stages-rules-note = 仅计入沉默 { $days } 天以内且能观察到的返回；更晚返回的客户属于赢回，此处按未返回计。
stages-withheld-rules-contracts = 合同客户无需以沉默判定：最初三个月（90 天）为新客户，此后为成熟客户，合同终止即为流失。
stages-rules-dated-claim = { $days ->
    [0] 最后一份有效合同终止之日，客户即视为流失。
   *[other] 连续 { $renewal }没有有效合同的客户视为流失；在此期限内开始的合同视为续约。
}
stages-rules-dated-meaning = 合同何时终止有记录可查；等待续约多久则是一种选择，下文将该期限减半与加倍进行检验。
stages-rules-dated-rest = 首份合同的最初 { $new }内为新客户；流失后重新签约的，最初同样长的时间内为赢回；此后只要有合同有效即为成熟。同时有效的多份合同按一份计。有接触记录时，最近 90 天的接触不足此前 90 天一半的成熟客户为衰退。
stages-rules-dated-no-look-ahead = 判定不使用未来信息：某日的阶段只依据该日已知的记录。仍可能续约时，原阶段继续；尚未到来的终止日期视为未知。

## 流动

stages-heading-flows = 最近一期的流动
stages-flows-claim = 最近 { $time }，{ $moved } 的客户改变了阶段；{ $lost } 人进入“{ $loss }”，{ $back } 人从中返回，新进客户 { $arrived } 人。
stages-flows-meaning = 最大的流动是 { $move }，共 { $n } 人。{ $direction } { $balance } 人。
stages-flows-more-lost = 流失人数比返回人数多
stages-flows-more-back = 返回人数比流失人数多
stages-flows-meaning-none = 没有足够大的流动可供展示。
stages-flows-title = 最大的流动：{ $move }，{ $n } 人
stages-flows-subtitle = 截至{ $date }的 { $time }内改变阶段的客户：期初阶段（左）与期末阶段（右）；共 { $n } 人
stages-flows-alt = 从期初阶段到期末阶段的流带：{ $points }。
stages-flows-note = 留在原阶段的客户未绘出。{ $n ->
    [0] 没有因人数过少而省略的流动。
   *[other] 另有 { $n } 条不足 { $minimum } 人的流动未绘出。
}
stages-flows-tenure = 合同不含日期，因此没有可绘制的最近一期流动。下表以每位客户自己的时钟计：可进入该阶段之后的 { $time }。
stages-alluvial-source = { $stage }：{ $all } 中的 { $n }
stages-alluvial-target = { $stage }：{ $n }
stages-matrix-lead = 转移概率：目前处于某一阶段的客户在 { $time }后处于另一阶段的概率，不论其间如何变化（Aalen–Johansen 估计）。
stages-matrix-title = 最可能的转移是 { $move }：{ $share }
stages-matrix-subtitle = 处于某阶段（行）的客户 { $time }后处于另一阶段（列）的概率
stages-matrix-alt = 按大小着色的转移概率表：{ $points }。
stages-matrix-note = 空白表示没有。不足 { $minimum } 人的单元格与阶段不予显示。
stages-matrix-caption = { $time }的转移概率及置信区间
stages-head-probability = 概率（{ $level } 置信区间）
stages-matrix-table-note = 低于 0.5% 的概率及人数过少的单元格未列出，项目过多时较小者亦省略，因此同一起始阶段的各行之和未必为 100%。

## 停留时间

stages-heading-dwell = 停留时间与下一阶段
stages-dwell-claim = 各阶段的中位停留时间：{ $points }。
stages-dwell-point = { $stage } { $time }
stages-dwell-none = 在记录期内，没有任何阶段的停留有一半以上已经结束。
stages-dwell-meaning = 直接流失最常发生在“{ $stage }”之后：{ $share } 的停留在 { $time }内转入“{ $loss }”。
stages-dwell-meaning-none = 没有观察到从任何阶段直接转入流失。
stages-dwell-caption = 单次停留时间与下一阶段
stages-head-median = 中位停留时间（{ $level } 置信区间）
stages-head-visits = 停留次数
stages-head-next = { $time }内的下一阶段
stages-next-cell = { $stage } { $share }
stages-dwell-note = 尚未结束的停留按删失处理（Kaplan–Meier 估计）。未达到：结束的停留不足一半。仅列出最常见的三个下一阶段。
stages-dwell-definition = 凡由沉默结束的阶段，停留时间由规则决定：许多停留在各自时钟的同一天结束，因此中位数及其狭窄的区间更多反映规则而非客户行为。下一阶段是什么、出现的频率如何，则取决于客户自身。
stages-dwell-contracts = 新客户阶段按定义持续三个月；只有到流失的时间取决于客户自身。
stages-dwell-dated = 合同足够长时，新客户与赢回阶段按定义持续三个月；到流失的时间与返回的时间取决于客户自身。
stages-next-title = “{ $stage }”的停留有 { $share } 转入“{ $next }”
stages-next-subtitle = 进入某阶段后 { $time }内的下一阶段（条形）；浅色：仍在原阶段
stages-next-alt = 下一阶段的堆积条形图：{ $points }。
stages-next-note = 竞争风险：以首次转移为准，并考虑尚未结束的停留。

## 首次通过

stages-heading-passage = 到流失与返回的时间
stages-passage-claim = 在 { $time }内，“{ $worst }”阶段的客户有 { $high } 进入“{ $loss }”；“{ $best }”阶段为 { $low }。
stages-passage-meaning = “{ $loss }”阶段的客户有 { $share } 在 { $time }内返回。
stages-passage-meaning-none = 在这些记录中，流失的客户没有返回。
stages-passage-no-return = 无法展示从“{ $loss }”的返回：记录中没有，或人数过少。
stages-passage-title = “{ $stage }”阶段有 { $share } 的客户在 { $time }内流失
stages-passage-subtitle = 按期初阶段，{ $time }内首次进入“{ $loss }”的概率，附 { $level } 置信区间
stages-passage-alt = 带区间的点图：{ $points }。
stages-passage-caption = 流失与返回的首次通过概率，按时间
stages-head-within = { $time }内
stages-move-back = 从“{ $loss }”返回
stages-passage-note = 括号内为 { $level } 置信区间。流失后又返回的客户仍计为曾经流失。
stages-stays-lead = 按期初阶段，未来 { $time }平均在各阶段度过的时间。
stages-stays-caption = { $time }内各阶段的预期停留时间
stages-stays-note-day = 单位为天，附 { $level } 置信区间半宽。除舍入与过小未列者外，每行之和等于预测期。
stages-stays-note-month = 单位为月，附 { $level } 置信区间半宽。除舍入与过小未列者外，每行之和等于预测期。
stages-withheld-passage-few = 预测期开始时，没有任何阶段的客户数足够。

## 预测

stages-heading-forecast = 现有客户的去向
stages-forecast-lead = 假设未来 { $time }与最近 { $time }的情形相同。不包括今后新进的客户。
stages-forecast-claim-up = { $time }后，现有 { $all } 名客户中预计有 { $count } 名处于“{ $stage }”阶段，多于目前的 { $now } 名。
stages-forecast-claim-down = { $time }后，现有 { $all } 名客户中预计有 { $count } 名处于“{ $stage }”阶段，少于目前的 { $now } 名。
stages-forecast-claim-same = { $time }后，现有 { $all } 名客户中预计有 { $count } 名处于“{ $stage }”阶段；与目前的 { $now } 名没有可辨别的差异。
stages-forecast-meaning = 这是不采取任何措施时的情形；针对“{ $stage }”阶段的方案应以此为基准加以评判。
stages-forecast-title = { $stage }：目前 { $now }，{ $time }后 { $then }
stages-forecast-subtitle = 现有客户在未来 { $time }的阶段分布；色带为 50%、80% 与 95% 预测区间
stages-forecast-alt = 各阶段客户数的扇形图；期末：{ $points }。
stages-forecast-note = 各图纵轴均从零开始，刻度不同。色带包含抽样误差、个体转移的随机性以及以往同类预测的误差。
stages-forecast-axis-day = 距今天数
stages-forecast-axis-month = 距今月数
stages-forecast-caption = { $time }后各阶段的客户数
stages-head-today = 目前
stages-head-expected = { $time }后
stages-head-band = { $level } 预测区间
stages-withheld-forecast-tenure = 合同不含日期，没有可供推算的当前时点。请在 study.yml 中给出合同的起止日期。
stages-backtest-none = 记录过短，无法用过去检验预测：此前没有任何一天，其之前有完整的一期且各阶段均有客户。因此预测区间不含以往误差，偏窄。
stages-backtest-none-short = 记录过短
stages-backtest-text = 回测：于{ $date }仅用当时已知的信息预测 { $time }，有 { $latest } 的客户被预测到与实际不同的阶段。共 { $n } 次回测，最差为 { $worst }。
stages-backtest-text-shorter = 记录过短，无法对 { $horizon }的预测作回测，故以 { $time }代替：于{ $date }仅用当时已知的信息预测，有 { $latest } 的客户被预测到与实际不同的阶段。共 { $n } 次回测，最差为 { $worst }；本次预测的区间随该误差及更长的期限而放宽。
stages-backtest-result = { $all } 个阶段中 { $inside } 个落在区间内；{ $missed } 的客户处于不同阶段
stages-backtest-caption = { $date }所作的 { $time }预测与实际结果
stages-head-then = 当时
stages-head-forecast = 预测
stages-head-happened = 实际
stages-head-inside = 落在区间内
stages-check-backtest = 用过去检验预测
stages-done-backtest = 预测连同预测区间一并给出
stages-done-backtest-failed = 预测区间已按以往误差放宽；预测仅表明方向
stages-done-backtest-none = 给出预测；区间偏窄

## 分组

stages-heading-segments = 按分组比较
stages-withheld-segments = 本研究没有客户数与转移数均足够的两个分组。请在 study.yml 的 segments 中列出分组字段。
stages-segments-claim-time = { $segment }：最近 { $time }，按每日在险计，{ $group } 的 { $move } 转移率是 { $reference } 的 { $times } 倍。
stages-segments-claim-all = { $segment }：按每月在险计，{ $group } 的 { $move } 转移率是 { $reference } 的 { $times } 倍。
stages-segments-claim-even = { $segment }：最近 { $time }，各主要转移在各组之间没有超出随机波动的差异。
stages-segments-meaning = { $all } 项比较中有 { $n } 项超出随机波动。各组的差异不止于其命名所依据的特征。
stages-segments-meaning-even = 仅凭这一特征，没有理由对各组区别对待。
stages-segments-caveat = 共作 { $n } 项比较。只有在按比较次数校正（Holm）后仍显著的差异才视为明显；图中区间为单项比较的置信区间。
stages-segments-title = { $segment }：主要转移的 { $all } 项比较中有 { $n } 项差异明显
stages-segments-subtitle = 按{ $segment }，相对于 { $reference } 的转移率之比，附 { $level } 置信区间；1 表示没有差异
stages-segments-alt = 转移率之比：{ $points }。
stages-segments-lead = 每位客户在每个分组变量中只属于一个组；各组仅依据本组客户、按最近 { $time }的情形估计。“活跃客户”指不处于{ $stages }阶段的客户。人数过少而不宜展示的组已合并。
stages-segments-lead-tenure = 每位客户在每个分组变量中只属于一个组；各组仅依据本组客户、按加入后最初 { $time }的情形估计。人数过少而不宜展示的组已合并。
stages-segments-everyone = 全体
stages-segments-other = 其他组
stages-segments-unknown = 未知
stages-segments-two-sentences = { $first }{ $second }
stages-segments-apart-calendar = { $segment }：“{ $worst }”流失最快，其活跃客户在 { $time }内有 { $high } 流失；“{ $best }”为 { $low }。“{ $longest }”的客户留存最久：未来 { $time }中平均留存 { $stay }。
stages-segments-apart-tenure = { $segment }：“{ $worst }”流失最快，加入后 { $time }内有 { $high } 流失；“{ $best }”为 { $low }。“{ $longest }”的客户留存最久：最初 { $time }中平均留存 { $stay }。
stages-segments-even-calendar = { $segment }：各组活跃客户的流失快慢没有超出随机波动的差异（{ $p }）；{ $time }内的流失概率从“{ $best }”的 { $low } 到“{ $worst }”的 { $high }。
stages-segments-even-tenure = { $segment }：各组客户的流失快慢没有超出随机波动的差异（{ $p }）；加入后 { $time }内的流失概率从“{ $best }”的 { $low } 到“{ $worst }”的 { $high }。
stages-segments-back-apart = 已流失客户在 { $time }内返回的比例，“{ $most }”为 { $high }，“{ $least }”为 { $low }，差异超出随机波动。
stages-segments-meaning-apart = 每 1,000 名活跃客户中，“{ $worst }”比“{ $best }”多流失 { $n } 名。各组的差异不止于其命名所依据的特征。
stages-segments-meaning-joining = 每 1,000 名新加入的客户中，“{ $worst }”比“{ $best }”多流失 { $n } 名。各组的差异不止于其命名所依据的特征。
stages-segments-meaning-back = 有差异的是流失后返回的比例：赢回可按组安排，留存则不必区分。
stages-segments-meaning-overlap = 最高组与最低组的区间相互重叠，因此不能说{ $segment }中哪一组流失最快或最慢。
stages-segments-meaning-chance = 最高组与最低组的区间并不重叠，但考虑到比较次数，这一差异仍可能出于偶然：暂不宜据此采取行动。
stages-segments-alike-fast = 与其快慢难以区分的还有：{ $others }。
stages-segments-alike-slow = 与“{ $group }”难以区分的有：{ $others }。
stages-segments-mix-explains = 若各组的阶段构成相同，则各组之间无法区分：差异来自各组客户所处的阶段不同。
stages-segments-mix-not = 即使各组都采用全体客户的阶段构成，差异依然存在：并非只是客户所处阶段不同所致。
stages-segments-panel-leaving = 活跃客户在 { $time }内流失的比例
stages-segments-panel-returning = 已流失客户在 { $time }内返回的比例
stages-segments-title-apart = { $time }内，“{ $first }”流失 { $high }，“{ $last }”流失 { $low }
stages-segments-title-back = { $segment }：流失快慢无明显差异；流失后返回的比例，“{ $first }”为 { $high }，“{ $last }”为 { $low }
stages-segments-title-even = { $segment }：各组流失快慢没有超出随机波动的差异
stages-segments-subtitle-calendar = 按{ $segment }，{ $time }内的概率，附 { $level } 置信区间；竖线为全体客户，区间不含竖线的组以深色标出
stages-segments-subtitle-tenure = 按{ $segment }，加入后 { $time }内流失的概率，附 { $level } 置信区间；竖线为全体客户，区间不含竖线的组以深色标出
stages-segments-points = 带区间的点图：{ $points }。
stages-segments-caption = { $segment }：流失、返回与流失前的时间
stages-segments-head-n-calendar = 目前活跃客户数
stages-segments-head-n-tenure = 客户数
stages-segments-head-leaving = { $time }内流失（{ $level } 置信区间）
stages-segments-head-leaving_equal_mix = 采用全体客户的阶段构成
stages-segments-head-returning = 已流失客户在 { $time }内返回
stages-segments-head-stay = { $time }中流失前的平均时间
stages-segments-note-calendar = 流失：假设下一时段与最近一个时段的情形相同，目前活跃的客户中流失的比例。采用全体客户的阶段构成：假设该组客户在各阶段的分布与全体相同，只保留其自身转移的差异。流失前的时间最多计至预测期末。
stages-segments-note-tenure = 针对新加入的客户。流失前的时间最多计至预测期末。
stages-segments-forecast-caption = { $time }后的活跃客户数，按分组变量
stages-segments-head-expected = { $time }后活跃客户数
stages-segments-head-tried = 最近一次试预测是否落在区间内
stages-segments-forecast-note = 针对现有客户，包括流失后返回的客户。区间包含抽样误差、个体转移的随机性以及以往对同一组所作预测的误差。
stages-segments-sum = 各组预测相加，{ $time }后的活跃客户为：{ $sums }；对全体客户一并预测则为 { $whole } 名。二者不必相等：一并预测时，所有客户都按过去各组构成的平均情形转移，而非按目前的构成。区间不能相加：各组误差会部分抵消。
stages-segments-sum-unknown = 此处各组之和不等于全体：并非每一组都可以展示。
stages-segments-no-forecast = 合同没有日期，因此无法按组预测客户数；以上结果均自加入时起算。
stages-segments-details = 各分组变量汇总
stages-segments-sum-of = 按{ $segment } { $sum } 名
stages-segments-details-some = 按阶段对流失与停留时间作了 { $n } 项比较，其中 { $apart } 项超出随机波动。
stages-segments-details-none = 按阶段对流失与停留时间作了 { $n } 项比较，没有一项超出随机波动。
stages-segments-stages-caption = 各组差异超出随机波动的阶段
stages-segments-stages-note = 列出最低与最高的组，括号内为 { $level } 置信区间；共列最明显的 { $n } 项。停留时间的检验比较的是整条曲线（对数秩检验），而不仅是中位数。
stages-segments-by-leaving = { $stage }：{ $time }内流失
stages-segments-by-dwell = { $stage }：停留时间中位数
stages-segments-group-value = { $group }：{ $value }
stages-segments-head-lowest = 最低
stages-segments-head-highest = 最高
stages-segments-head-group = 组
stages-segments-recorded = 各组的阶段构成，以及按阶段的流失、停留时间与转移，均记录在本报告的估计结果文件 { $file } 中，见分析名称以“{ $prefix }”开头的各行。
stages-segments-tests-caption = 各组差异的检验
stages-segments-head-segment = 分组变量
stages-segments-head-tested = 比较内容
stages-segments-head-statistic = 卡方值
stages-segments-head-degrees = 自由度
stages-segments-head-unadjusted = 未校正 p 值
stages-segments-head-p = 校正后 p 值
stages-segments-test-leaving = { $time }内流失
stages-segments-test-leaving_equal_mix = 同上，采用全体客户的阶段构成
stages-segments-test-returning = 已流失客户在 { $time }内返回
stages-segments-tests-note = 原假设为各组概率相同（科克伦齐性检验，对数优势尺度）。按 Holm 方法校正：所有分组变量的流失与返回检验合为一族；本部分其余检验（包括分阶段检验）合为另一族。
stages-segments-ratios = 按{ $segment }比较单项转移

## 转化

stages-heading-conversion = 从接触到购买，以及流失后的返回
stages-heading-prospects = 从首次接触到首次购买
stages-heading-again = 从首次购买到第二次购买
stages-heading-winback = 赢回
stages-withheld-conversion = 转化与返回依据购买记录判断，而本研究没有购买记录。
stages-curve-prospects-missing = 无法展示潜在客户的转化：首次购买之前没有任何客户记录。
stages-curve-prospects-claim = { $share } 的潜在客户在首次接触后 { $time }内购买；共 { $n } 名潜在客户。
stages-curve-prospects-meaning = { $time }后，{ $part }的潜在客户已经购买。
stages-curve-prospects-meaning-unknown = 记录期内购买的潜在客户不足四分之一。
stages-curve-prospects-title = { $share } 的潜在客户在 { $time }内购买
stages-curve-prospects-subtitle = 按首次接触后的时间，已购买的潜在客户比例（Kaplan–Meier 估计），附 { $level } 置信区间
stages-curve-prospects-alt = 上升曲线：{ $time }后为 { $share }。
stages-curve-prospects-axis-x = 首次接触后的天数
stages-curve-prospects-axis-y = 已购买
stages-curve-again-missing = 没有第二次购买的记录。
stages-curve-again-claim = 首次购买后 { $time }，{ $not_yet } 的首购客户没有再次购买；再次购买的为 { $share }。
stages-curve-again-meaning = { $time }后，{ $part }的首购客户已再次购买。等待更久的客户很少返回，因此未再购买的比例接近永不返回的比例。
stages-curve-again-meaning-unknown = 再次购买的客户不足四分之一；永不返回的比例接近此处所示的未购比例。
stages-curve-again-title = { $share } 的首购客户在 { $time }内第二次购买
stages-curve-again-subtitle = 按首次购买后的时间，已再次购买的首购客户比例（Kaplan–Meier 估计），附 { $level } 置信区间
stages-curve-again-alt = 上升曲线：{ $time }后为 { $share }。
stages-curve-again-axis-x = 首次购买后的天数
stages-curve-again-axis-y = 已再次购买
stages-heading-signing = 从接触到签约，以及流失后的返回
stages-heading-signers = 从首次接触到首份合同
stages-heading-renewal = 从首份合同终止到下一份合同
stages-withheld-signing = 没有客户在首份合同之前即有记录而后签约，也没有终止的首份合同之后另有合同。
stages-curve-signers-missing = 无法展示潜在客户的转化：首份合同之前没有任何客户记录。
stages-curve-signers-claim = { $share } 的潜在客户在首次接触后 { $time }内签约；共 { $n } 名潜在客户。
stages-curve-signers-meaning = { $time }后，{ $part }的潜在客户已经签约。
stages-curve-signers-meaning-unknown = 记录期内签约的潜在客户不足四分之一。
stages-curve-signers-title = { $share } 的潜在客户在 { $time }内签约
stages-curve-signers-subtitle = 按首次接触后的时间，已签约的潜在客户比例（Kaplan–Meier 估计），附 { $level } 置信区间
stages-curve-signers-alt = 上升曲线：{ $time }后为 { $share }。
stages-curve-signers-axis-x = 首次接触后的天数
stages-curve-signers-axis-y = 已签约
stages-curve-renewal-missing = 没有第二份合同的记录。
stages-curve-renewal-claim = 首份合同终止后 { $time }，{ $not_yet } 的客户没有其他合同；另有合同的为 { $share }。
stages-curve-renewal-meaning = { $time }后，{ $part }的客户另有合同。其余客户仍可能签约：永不续约的比例不高于至今没有合同的比例。
stages-curve-renewal-meaning-unknown = 另有合同的客户不足四分之一。其余客户仍可能签约：永不续约的比例不高于至今没有合同的比例。
stages-curve-renewal-title = { $share } 的客户在首份合同终止后 { $time }内另有合同
stages-curve-renewal-subtitle = 按首份合同终止后的时间，另有合同的客户比例（Kaplan–Meier 估计），附 { $level } 置信区间；终止前已签的计入第一天
stages-curve-renewal-alt = 上升曲线：{ $time }后为 { $share }。
stages-curve-renewal-axis-x = 首份合同终止后的天数
stages-curve-renewal-axis-y = 另有合同
stages-winback-missing = 从“{ $loss }”返回的客户过少，无法按流失后的时间分析。
stages-winback-claim = 进入“{ $loss }”后的最初 { $width }内，{ $first } 的客户返回；在第 { $low } 天至 { $high }之间，仍未返回者中有 { $last } 返回。
stages-winback-meaning = 返回强度随时间下降：赢回措施在刚流失时最有基础。
stages-winback-meaning-even = 返回强度没有随流失后的时间明显下降。
stages-winback-title = 流失后最初 { $width }内有 { $share } 的客户返回
stages-winback-subtitle = 流失后的返回强度：仍未返回者每 { $width }的返回比例，附 { $level } 置信区间
stages-winback-alt = 条形图：刚流失时为 { $first }，末期为 { $last }。
stages-winback-axis-x = 流失后的天数
stages-winback-axis-y = 每 { $width }的返回比例

## 漏损

stages-heading-leaks = 最大的漏损在哪里
stages-withheld-leaks = { $kind ->
    [contract] 转移的价值依据收费计算，而合同没有收费数据。
   *[purchase] 转移的价值依据购买记录计算，而本研究没有购买记录。
}
stages-withheld-leaks-none = 没有任何转入{ $kind ->
    [contract] 收费较低阶段
   *[purchase] 较低消费阶段
}的转移足够频繁且代价足够大，无法与随机波动区分。
stages-leaks-claim = 最大的漏损是 { $move }：{ $period }内 { $n } 次，合每年 { $per_year } 次，每次在随后的 { $time }内{ $kind ->
    [contract] 少收费
   *[purchase] 少消费
} { $difference }，合每年 { $money }。
stages-leaks-meaning = 如果其中十分之一的转移没有发生，且这些客户{ $kind ->
    [contract] 的收费与留在
   *[purchase] 的消费与留在
}原阶段者相同，则每年相当于 { $part }。
stages-leaks-caption = 漏损：转入{ $kind ->
    [contract] 收费较低阶段
   *[purchase] 较低消费阶段
}的转移
stages-head-moves = { $time }内的转移数
stages-head-per-year = 每年
stages-head-difference = { $time }内人均{ $kind ->
    [contract] 少收费
   *[purchase] 少消费
}
stages-head-leak = 每年金额（{ $level } 置信区间）
stages-leaks-note = 转移数乘以{ $kind ->
    [contract] 平均收费之差。此处为收费而非利润
   *[purchase] 平均消费之差。此处为消费额而非利润
}；乘以毛利率即得利润。同一客户一年内可能多次发生同一转移，且若完全消除漏损，其他流动也会改变：总额应视为上限，十分之一可视为可争取的规模。
stages-leaks-caveat = 这是对已观察群体的算术推算，而非因果效应：转移的客户与留下的客户本就不同，留住一名客户未必能带来这一差额。措施的效果只能由实验得知。
stages-worth-caption = 按期初阶段，客户在最近 { $time }的{ $kind ->
    [contract] 合同收费
   *[purchase] 消费额
}
stages-head-worth = { $kind ->
    [contract] 人均收费
   *[purchase] 人均消费额
}（{ $level } 置信区间）
stages-worth-note = 不论其后转入哪个阶段。

## 变化

stages-heading-change = 与上一期相比的变化
stages-withheld-change-tenure = 合同不含日期，没有可比较的时期。
stages-change-claim = 最近 { $time }，“{ $loss }”阶段的客户数变化为 { $total }；与上一期相比：新进 { $inflow }，结构 { $mix }，行为 { $behaviour }。
stages-change-meaning-worse = 与上一期相比，处于相同阶段的客户更多地转入“{ $loss }”：行为变差，{ $kind ->
    [contract] 或到期的合同更多
   *[purchase] 或在原阶段沉默的时间更长
}。
stages-change-meaning-better = 与上一期相比，处于相同阶段的客户更少地转入“{ $loss }”：行为改善，{ $kind ->
    [contract] 或到期的合同更少
   *[purchase] 或在原阶段停留的时间更短
}。
stages-change-meaning-same = 处于相同阶段的客户转入“{ $loss }”的频率与上一期相近；变化来自人数而非行为。
stages-change-caption = 最近 { $time }各阶段客户数的变化及其来源
stages-head-total = 变化
stages-head-inflow = 新进
stages-head-mix = 结构
stages-head-behaviour = 行为
stages-change-note = 存在抽样误差处，括号内为 { $level } 置信区间。变化指该阶段客户数在最近一期期初与期末之差。
stages-change-note-long = 新进：新进客户多于或少于此前 { $time }。结构：期初客户的阶段分布不同。行为：处于相同阶段的客户流动方式不同。三者之和恰为总变化。

## 敏感性分析

stages-heading-sensitivity = 敏感性分析：结论是否取决于定义
stages-withheld-sensitivity-contracts = 合同终止是记录下来的事实而非定义，没有可变动的阈值。
stages-sensitivity-claim = { $kind ->
    [contract] 将等待续约的期限与新客户的期限减半与加倍后
   *[purchase] 将沉默阈值减半与加倍后
}，{ $all } 项结论中有 { $n } 项不变：{ $names }。发生变化的是：{ $others }。
stages-sensitivity-claim-all = { $kind ->
    [contract] 将等待续约的期限与新客户的期限减半与加倍后
   *[purchase] 将沉默阈值减半与加倍后
}，全部 { $all } 项结论均不变。
stages-sensitivity-claim-none = { $kind ->
    [contract] 将等待续约的期限与新客户的期限减半与加倍后
   *[purchase] 将沉默阈值减半与加倍后
}，{ $all } 项结论无一保持不变。
stages-sensitivity-meaning = 流失人数多少取决于定义；哪个阶段风险最高、漏损在何处、客户群走向如何，则不取决于定义。
stages-sensitivity-differ = 随定义变化的结论只是关于定义的陈述：应先确定何为流失客户，再据此行动。
stages-sensitivity-caption = 三种{ $kind ->
    [contract] 续约定义
   *[purchase] 沉默定义
}下的结论
stages-sensitivity-numbers = 比例随定义变化并不矛盾：{ $kind ->
    [contract] 等待续约的期限越短
   *[purchase] 沉默阈值越短
}，视为流失的客户越多，其中返回的也越多。
stages-sensitivity-note = 括号内为 { $level } 置信区间，仅含抽样误差。较早：{ $kind ->
    [contract] 等待续约的期限与新客户的期限减半；较晚：加倍。
   *[purchase] 所有沉默阈值减半；较晚：加倍。最短购买间隔不变。
}
stages-definition-sooner = 较早
stages-definition-stated = 本研究
stages-definition-later = 较晚
stages-term-loss_share = 目前处于“{ $loss }”阶段
stages-term-churn_probability = 其余客户在 { $time }内进入“{ $loss }”
stages-term-return_probability = “{ $loss }”客户在 { $time }内返回
stages-term-loss_change = “{ $loss }”占比在 { $time }后的预期变化
stages-term-riskiest_stage = 进入“{ $loss }”风险最高的阶段
stages-term-largest_leak = 最大的漏损
stages-short-loss_change = 流失占比的变化方向
stages-short-riskiest_stage = 风险最高的阶段
stages-short-largest_leak = 最大的漏损
stages-verdict-holds = 是
stages-verdict-differs = 否
stages-verdict-number = 取决于定义
stages-check-definitions = 其他定义下的结论
stages-check-definitions-result = { $all } 项中 { $n } 项相同
stages-done-definitions = 三种定义的结果均已列出

## 检验

stages-heading-checks = 假设是否成立
stages-checks-lead = 马尔可夫假设认为，转移率只取决于当前阶段，与已停留的时间、日期及此前的阶段无关。客户数量如此之多，任何偏离都会被检出，因此同时给出偏离的大小。
stages-markov-caption = 马尔可夫假设的检验
stages-markov-clock = 转移率与已停留时间无关
stages-markov-stationarity = 转移率不随时间变化（预测期内）
stages-markov-order_one = 转移率与此前的阶段无关
stages-head-assumption = 假设
stages-head-factor = 典型倍数
stages-head-size = 偏离程度
stages-head-passed = 判定
stages-markov-note = 典型倍数：放弃该假设后，转移率与其平均值通常相差的倍数；1.00 表示没有偏离。低于 1.10 时，不论检验结果如何，均视为基本成立。似然比检验。
stages-markov-consequence = { $kind ->
    [contract] 合同有期限，新客户阶段也在一定时间后结束
   *[purchase] 规则以沉默划分阶段
}，因此转移率必然与停留时间有关。关于整体客户的结论（预测）不依赖马尔可夫假设：此时 Aalen–Johansen 估计仍然成立。按起始阶段给出的结论，是对已停留不同时间的客户的平均。
stages-markov-consequence-tenure = 按起始阶段给出的结论，是对已停留不同时间的客户的平均。以在网时间计，只有一个时期和一个前序阶段，因此后两项假设无法检验。
stages-markov-result = 典型倍数 { $factor }：{ $size }
stages-size-negligible = 可忽略
stages-size-small = 较小
stages-size-moderate = 中等
stages-size-large = 较大
stages-size-unknown = 无法判断
stages-check-clock = 与停留时间无关
stages-check-stationarity = 预测期内转移率稳定
stages-check-order_one = 与此前阶段无关
stages-check-spells = 阶段历史完整
stages-spells-sound = 没有重叠、缺口、非法跳转或零长度的停留
stages-spells-faults = 发现的问题：{ $found }
stages-fault-overlap = 重叠
stages-fault-gap = 缺口
stages-fault-jump = 非法跳转
stages-fault-teleport = 前后不接
stages-fault-zero_length = 零长度
stages-fault-after_end = 晚于观察期末
stages-done-holds = 无需处理
stages-done-spells = 请先核查记录再阅读结论
stages-done-clock = 停留时间与下一阶段按进入阶段时重置的时钟给出
stages-done-stationarity = 仅使用最近一个预测期，并以过去检验预测
stages-done-order_one = 按阶段给出的概率应理解为对不同来历的平均

## 真实情况

stages-heading-truth = 判定的阶段与真实阶段有多接近
stages-truth-claim = 该企业为模拟生成，真实阶段已知：在 { $share } 的客户日上，判定阶段与真实阶段一致；首次购买之后为 { $bought }。
stages-truth-meaning = 客户真正处于“{ $loss }”阶段的日子里，有 { $caught } 被识别出来。
stages-truth-title = { $share } 的客户日判定正确
stages-truth-subtitle = 各真实阶段（行）的日子被判定为哪个阶段（列）
stages-truth-alt = 一致性表；各真实阶段被识别的比例：{ $points }。
stages-truth-note = 每行合计 100%；低于 0.5% 的比例未列出。
stages-truth-limits = 仅凭购买记录所能判断的有限：真实阶段的差别只在购买频率，而两次购买之间什么也看不到。已离开的客户在沉默足够长之前与购买缓慢的客户无异，因此“{ $loss }”识别较晚；成长、成熟与新客户的购买频率也难以凭几次购买区分。因此，流动与停留时间的估计是关于判定阶段的，而非真实阶段。
stages-truth-passage-lead = { $time }内的流失概率因此有所不同：客户被判定流失的时间晚于真实流失，且每个判定阶段混有若干真实阶段的客户。
stages-truth-caption = 真实阶段与判定阶段在 { $time }内的流失概率
stages-head-true = 真实阶段（{ $level } 置信区间）
stages-head-assigned = 判定阶段（{ $level } 置信区间）
stages-truth-table-note = 两者使用同一估计方法；真实流失指客户离开的时刻，判定流失指沉默足够长的那一天。
stages-check-truth = 判定阶段与真实阶段
stages-truth-result = { $share } 的客户日一致
stages-done-truth = 已说明可知的限度

## 可信程度

stages-heading-trust = 可信程度
stages-trust-verdict = { $n } 项检验中，{ $passed } 项通过，{ $failed } 项未通过，{ $unknown } 项无法判断。
stages-trust-plan = 客户数、流动与整体预测可在其区间内用于规划。按阶段给出的概率是对不同来历客户的平均：适用于整个阶段，不适用于单个客户。
stages-trust-direction = 过去的客户数与流动可以信赖；预测仅表明方向。按阶段给出的概率是对不同来历客户的平均：适用于整个阶段，不适用于单个客户。
stages-trust-truth = 此处真实阶段已知，而判定阶段常与之不同：各阶段应理解为对行为的描述，而非客户的真实意向。
stages-trust-tenure = 以在网时间计的概率与时间适用于与记录中相似的客户，是对不同时间加入的客户的平均。没有可供检验的预测。
stages-checks-caption = 检验及其处理
stages-head-check = 检验
stages-head-result = 结果
stages-head-done = 处理
stages-check-data = 数据质量
stages-done-data = 问题清单见客户群报告

## 方法

stages-heading-methods = 方法
stages-methods-calendar = { $kind ->
    [contract] 合同记录
   *[purchase] 购买记录
}被整理为历史：每位客户每次进入一个阶段为一行。以下一切都由这些行的计数估计：某日谁处于某阶段，谁发生了转移。
stages-methods-tenure = 合同被整理为以每位客户自己的时钟（成为客户以来的时间）计的历史：新客户、成熟、流失。以下一切都由这些行的计数估计。
stages-method-aalen-johansen-heading = 转移概率
stages-method-aalen-johansen = 从时刻 s 到时刻 t 的概率矩阵，是其间每个有事件发生之日的矩阵的乘积。该方法可处理较晚进入、期末仍在以及流失后返回的客户。
stages-formula-aalen-johansen = 从 s 到 t 的转移概率矩阵等于其间各时刻单位矩阵与累积转移强度增量之和的乘积
stages-method-increments-heading = 增量
stages-method-increments = 每一天，处于阶段 j 的客户中转入阶段 k 的比例。标准误为 Greenwood 型；置信区间在对数优势尺度上计算。
stages-formula-increments = 从 j 到 k 的增量等于当日转移人数除以处于 j 的在险人数
stages-method-stay-heading = 预期停留时间
stages-method-stay = 起始于阶段 j 的客户在阶段 k 度过的时间：转移概率曲线下的面积。
stages-formula-stay = 预期停留时间等于转移概率从 0 到 h 的积分
stages-method-forecast-heading = 预测
stages-method-forecast = 以最近一个预测期的转移概率推算目前各阶段的客户数。预测区间包含这些概率的方差、个体转移的二项波动，以及以往预测超出两者的均方误差（随时间增大）。
stages-formula-forecast = 未来客户数等于目前客户数乘以最近一期的转移概率矩阵
stages-method-change-heading = 变化的分解
stages-method-change = 由两期期初与第二期期末的计数、新进客户及各期转移概率得出。该恒等式精确成立。
stages-formula-change = 客户数之差等于新进之差，加上期初人数之差乘以上期概率，加上期初人数乘以概率之差
stages-method-rest = 停留时间为记录期内开始的停留的 Kaplan–Meier 中位数；下一阶段为竞争风险下的累积发生率；首次通过将流失阶段设为吸收态；转移率之比为事件数与在险时间之比的比（泊松模型）。

## 局限

stages-heading-limits = 局限
stages-limits = { $kind ->
    [contract] 阶段根据合同判定。合同有效期间客户的行为只有在有接触记录时才能看到；以其他名义签约的客户看似流失。等待续约多久是一种选择。阶段之间、分组之间的差异是关联而非因果。
   *[purchase] 阶段由购买记录判定。在别处购买或使用另一张卡的客户看起来就是沉默的。阈值由其所应用的同一份数据选定。阶段之间与分组之间的差异只是关联。
}
stages-limits-tenure = 没有日期，就无法说明具体时期、季节性与当前趋势；不同年份的客户被合并到同一时钟上。

## 术语

stages-heading-glossary = 术语
stages-name-stage = 阶段
stages-meaning-stage = 客户在某日所处的关系阶段，依据截至该日的行为判定
stages-name-spell = 停留
stages-meaning-spell = 连续处于某一阶段的一段时间；同一客户可多次进入同一阶段
stages-name-transition = 转移概率
stages-meaning-transition = 目前处于某阶段的客户，之后某时处于另一阶段的概率
stages-name-aalen-johansen = Aalen–Johansen 估计
stages-meaning-aalen-johansen = 不假定转移率形式、直接由计数得出的转移概率估计
stages-name-sojourn = 停留时间
stages-meaning-sojourn = 单次停留在某阶段的时长
stages-name-first-passage = 首次通过
stages-meaning-first-passage = 从现在起第一次到达某阶段
stages-name-occupancy = 阶段分布
stages-meaning-occupancy = 某一时刻各阶段客户的占比
stages-name-band = 预测区间
stages-meaning-band = 未来数值以给定概率落入的范围
stages-name-competing = 竞争风险
stages-meaning-competing = 存在多个可能的下一阶段，先到者排除其他
stages-name-markov = 马尔可夫假设
stages-meaning-markov = 今后的走向只取决于当前阶段
stages-name-rate-ratio = 转移率之比
stages-meaning-rate-ratio = 按每日在险计，一组的转移频率是另一组的多少倍
