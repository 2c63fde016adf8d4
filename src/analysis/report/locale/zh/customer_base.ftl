### 客户群报告（笔记本 01）。
### 花括号内为填入的数值，名称不可更改。

base-title = 客户群概况
base-subtitle = 规模、留存、购买节奏与收入，以及数据的可信程度
base-not-reached = 未达到
base-level = { $column }：{ $level }
base-level-missing = 未填写
base-level-rest = 其他小群体
base-meaning-title = 业务含义
base-quarter = { $year }年第 { $quarter } 季度
base-year = { $year }年
base-periods = { $grain ->
    [month] { $count ->
       *[other] { $n } 个月
    }
    [quarter] { $count ->
       *[other] { $n } 个季度
    }
   *[year] { $count ->
       *[other] { $n } 年
    }
}

## 标题

base-heading-summary = 要点
base-heading-data = 数据与数据质量
base-heading-overview = 客户数量与时间范围
base-heading-size = 客户数量
base-heading-mix = 客户构成：按细分群体
base-heading-cohorts = 谁留了下来：同期群与留存率
base-heading-rhythm = 购买间隔
base-heading-returns = 沉默与回归
base-heading-segments = 按最近一次消费、消费频率、消费金额细分
base-heading-concentration = 收入集中度
base-heading-answers = 受访者的回答
base-heading-answer-quality = 回答的质量
base-heading-missing = 现有数据无法展示的内容
base-heading-methods = 计算方法
base-heading-glossary = 术语

## 要点

base-summary-reading = 括号内为 { $level } 置信区间，即考虑偶然因素后与数据相符的取值范围。未附区间的数字为直接计数，并非估计。

## 封面

base-key-customers = 共 { $n } 名客户
base-key-respondents = 共 { $n } 名受访者
base-key-second-purchase = { $time }内复购率
base-key-active = 在网客户占比
base-key-lowest = 在网占比最低的群体（{ $name }）
base-key-top = { $kind ->
    [purchase] 前 { $share } 客户贡献的收入占比
   *[contract] 前 { $share } 客户贡献的月费占比
}
base-key-lost = 判为流失后 { $watch }内回归的比例
base-key-lost-note = 流失定义：“{ $rule }”
base-key-item = { $item }：最高两档占比

## 数据

base-data-verdict = { $verdict ->
    [green] 数据质量为绿色
    [amber] 数据质量为黄色
   *[red] 数据质量为红色
}：{ $aside ->
    [0] 共 { $read } 行，全部采用。
   *[other] 共 { $read } 行，其中 { $n } 行（{ $share }）被剔除。
}
base-data-rule = 绿色表示任一表中需修复或剔除的行均少于 { $green }；黄色表示少于 { $amber }；红色表示更多，此时结果仅供参考，不宜作为决策依据。
base-data-clean = 各项检查均未发现问题。
base-data-faults = 有 { $count } 项检查发现情况，详见 { $table }，并列出处理方式。
base-faults-caption = 检查发现的情况与处理方式
base-faults-more = 另有 { $count } 项涉及行数更少的检查未列出。
base-column-check = 发现的情况
base-column-place = 位置
base-column-rows = 行数
base-column-share-rows = 占比
base-column-action = 处理方式
base-action = { $action ->
    [stopped] 已中止
    [quarantined] 已剔除
    [repaired] 已修复
   *[noted] 已记录，仍采用
}
base-place = { $table }，{ $column }
base-table-customers = 客户表
base-table-transactions = 购买表
base-table-refunds = 退款表
base-table-contracts = 合同表
base-table-interactions = 接触表
base-table-surveys = 问卷表
base-table-survey_items = 问卷题目表
base-table-treatments = 营销活动表
base-table-feedback = 意见表
base-table-market = 日历表
base-table-snapshots = 阶段快照表
base-field-customer_id = 客户编号
base-field-date = 日期
base-field-amount = 金额
base-field-unit_price = 单价
base-field-quantity = 数量
base-field-transaction_id = 订单编号
base-field-product = 商品
base-field-channel = 渠道
base-field-contract_id = 合同编号
base-field-start_date = 开始日期
base-field-end_date = 结束日期
base-field-tenure = 在网时长
base-field-ended = 是否已结束
base-field-joined_date = 成为客户的日期
base-field-type = 接触类型
base-field-topic = 主题
base-field-days_to_resolution = 解决所需天数
base-field-item = 题目
base-field-answer = 回答
base-field-treatment = 活动
base-field-cost = 成本
base-field-accepted = 是否接受
base-field-text = 文本
base-field-rating = 评分
base-field-stage = 阶段

## 检查名称

base-check-other = 其他情况：{ $name }
base-check-answer_off_scale = 回答超出量表范围
base-check-answer_repeated = 同一天对同一题重复回答
base-check-contract_repeated = 合同重复
base-check-customers_added = 客户表中缺少的客户
base-check-customers_repeated = 客户重复
base-check-customers_too_few = 客户过少，无法报告
base-check-customers_without_purchases = 从未购买的客户
base-check-date_future = 日期晚于数据截止日
base-check-date_implausible = 日期早于 1900 年
base-check-date_order_assumed = 日与月的顺序由数据推断
base-check-date_unreadable = 日期无法识别
base-check-dates_ambiguous = 日与月无法区分
base-check-dates_mixed = 日期写法不一
base-check-decimal_comma_assumed = 逗号视作小数点
base-check-empty_table = 表中没有数据
base-check-encoding_assumed = 文本编码由数据推断
base-check-end_after_as_of = 合同在截止日之后到期，视为有效
base-check-end_before_start = 合同结束早于开始
base-check-ended_contradicted = 结束日期与状态不一致
base-check-file_cut = 文件被截断或行不完整
base-check-file_missing = 文件缺失
base-check-file_unreadable = 文件无法读取
base-check-flag_unreadable = 是否类取值无法识别
base-check-id_missing = 缺少客户编号
base-check-id_trimmed = 已去除客户编号首尾空格
base-check-line_open = 末行没有换行符，文件可能被截断
base-check-missing_column = 缺少列
base-check-missing_values = 取值缺失
base-check-number_ambiguous = 小数点写法不明确
base-check-number_out_of_range = 数值超出范围
base-check-number_unreadable = 数值无法识别
base-check-order_lines = 同一订单的多行记录
base-check-reference_missing = 基准取值不存在
base-check-refunds = 退款，按退回金额计入
base-check-rows_repeated = 完全重复的行
base-check-snapshot_repeated = 同一客户同一天的阶段重复
base-check-stage_unknown = 阶段不在本研究的阶段体系中
base-check-tenure_fraction = 在网时长不是整数
base-check-tenure_negative = 在网时长为负
base-check-tenure_zero = 在网时长为零，没有可观测的时间
base-check-text_missing = 缺少文本
base-check-time_zones_mixed = 部分时间带有时区，部分没有
base-check-transaction_repeated = 购买记录重复
base-check-zero_amounts = 金额为零的购买

## 规模

base-size-plain = 本研究共有 { $n } 名客户。
base-size-purchases = { $first }至{ $last }，{ $buyers } 名客户共购买 { $purchases } 笔，扣除退款后金额为 { $money }。
base-size-contracts = 截至{ $date }，记录在案的 { $customers } 名客户中有 { $active } 名仍在网，占 { $share }；{ $ended } 名已离开。
base-size-survey = { $respondents } 名客户各被问及 { $items } 道题，应答题次中有 { $share } 得到回答。
base-second-purchase = 在可观测满 { $time }的 { $n } 名新客户中，{ $share }在首次购买后 { $time }内复购。
base-counts-caption = 客户群主要数字
base-counts-note = 购买日指客户当天至少购买一次。金额已扣除退款。
base-column-count = 统计项
base-column-value = 数值
base-count-n_customers = 客户数
base-count-n_purchases = 购买笔数（行）
base-count-n_buyers = 有购买的客户数
base-count-n_purchase_days = 购买日数
base-count-n_once = 仅有一个购买日的客户数
base-count-first_day = 最早购买日期
base-count-last_day = 最近购买日期
base-count-cents = 金额
base-count-n_refunds = 退款笔数
base-count-refunded_cents = 退款金额
base-count-n_contract_customers = 有合同的客户数
base-count-n_active = 其中仍在网
base-count-monthly_cents = 在网客户月费合计
base-count-n_respondents = 受访者数
base-count-n_items = 题数
base-count-n_questions = 应答题次
base-count-n_answers = 实答题次

## 客户构成

base-mix-largest = 各细分维度中人数最多的群体及其客户占比：{ $groups }。
base-mix-group = { $name }（{ $share }）
base-mix-finding = 在网占比最低的是“{ $low_name }”，为 { $low }；最高的是“{ $high_name }”，为 { $high }。
base-mix-claim = “{ $high_name }”的在网占比最高，“{ $low_name }”最低
base-mix-subtitle = 截至{ $date }仍在网的客户占全部记录客户的比例，附置信区间
base-mix-alt = 各群体的点估计与置信区间。最低：{ $low_name }，{ $low }；最高：{ $high_name }，{ $high }。
base-axis-active = 在网客户占比
base-mix-caption = 按细分群体划分的客户
base-mix-note = 不足 { $minimum } 名客户的群体合并列示或不予列示。
base-meaning-mix = “{ $name }”在网占比低，只说明客户在哪里流失，不说明为何流失：各群体客户的在网时长等情况并不相同。流失时间报告已区分这些因素，采取行动前请先参阅。

## 同期群

base-cohorts-lead = { $kind ->
    [purchase] 同期群指首次购买发生在同一{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年
    }的全部客户。留存率指其中在此后某{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年
    }再次购买的比例；某一期未购买的客户之后仍可能购买，因此留存率可能回升。
   *[contract] 同期群指合同始于同一{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年
    }的全部客户。留存率指其中在此后某期末合同仍然有效的比例。
}
base-retention-finding = { $kind ->
    [purchase] 首次购买的下一个{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年度
    }，{ $first }的客户再次购买
   *[contract] 加入后的下一个{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年度
    }末，{ $first }的客户仍在网
}{ $single ->
    [1] 。
   *[0] ；{ $time }后为 { $last }。
}
base-retention-claim = { $kind ->
    [purchase] 下一个{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年度
    }有 { $first } 的客户复购，{ $time }后为 { $last }
   *[contract] 一个{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年度
    }后 { $first } 的客户仍在网，{ $time }后为 { $last }
}
base-retention-subtitle = { $kind ->
    [purchase] 此后各{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年
    }购买的客户比例，全部同期群合并，附置信区间
   *[contract] 此后各{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年
    }末合同仍有效的客户比例，全部同期群合并，附置信区间
}
base-retention-alt = { $kind ->
    [purchase] 折线与置信区间：购买客户的比例在首个{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年度
    }为 { $first }，{ $time }后为 { $last }。
   *[contract] 折线与置信区间：仍在网的比例在一个{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年度
    }后为 { $first }，{ $time }后为 { $last }。
}
base-retention-note = 只统计已完整结束的时期；越靠右的点所依据的同期群越少、越早。首{ $grain ->
    [month] 月
    [quarter] 季度
   *[year] 年
}按定义为 100%，图中不列。
base-retention-caption = 全部同期群的留存率
base-axis-periods = { $grain ->
    [month] 距首月的月数
    [quarter] 距首季的季度数
   *[year] 距首年的年数
}
base-axis-retention = { $kind ->
    [purchase] 购买客户占比
   *[contract] 在网客户占比
}
base-column-retention = 留存率
base-column-cohorts = 同期群数
base-column-customers = 客户数
base-cohorts-finding = 一个{ $grain ->
    [month] 月
    [quarter] 季度
   *[year] 年度
}后的留存率以 { $low_name }最低，为 { $low }，以 { $high_name }最高，为 { $high }；{ $passed ->
    [yes] 这样的差异常可由偶然因素造成（{ $p }），不宜据此判断同期群的优劣。
   *[no] 偶然因素很少造成这样的差异（{ $p }），各同期群很可能确有不同。
}
base-cohorts-claim = { $same ->
    [1] 各同期群起点相同：一个{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年度
    }后均为 { $low }
   *[0] 一个{ $grain ->
        [month] 月
        [quarter] 季度
       *[year] 年度
    }后，留存率从 { $low }（{ $low_name }）到 { $high }（{ $high_name }）
}
base-cohorts-subtitle = { $grain ->
    [month] 留存率（%）；行为首次购买或合同起始的月份，列为此后的月数
    [quarter] 留存率（%）；行为首次购买或合同起始的季度，列为此后的季度数
   *[year] 留存率（%）；行为首次购买或合同起始的年份，列为此后的年数
}
base-cohorts-alt = 按{ $grain ->
    [month] 月
    [quarter] 季度
   *[year] 年
}划分的 { $count } 个同期群的留存率表，颜色深浅表示数值。首个后续时期：最低 { $low }（{ $low_name }），最高 { $high }（{ $high_name }）。
base-cohorts-hidden = 有 { $count } 个单元格涉及的客户不足 { $minimum } 名，留空不显示。
base-meaning-cohorts = { $kind ->
    [purchase] 大部分下降发生在最初，因此首次购买后不久正是行动的时机：此时仍在犹豫的客户最多。成效应以后续同期群的留存率来检验。
   *[contract] 比较新老同期群应取加入后的相同时点，不要与整体平均相比：客户群本身在变老，仅此就会改变平均值。
}

## 购买间隔

base-rhythm-lead = 购买间隔指同一客户相邻两个购买日之间的天数。已完成的间隔天然偏短，因为较长的间隔只有在观测时间足够时才看得到结束。因此 { $figure } 同时给出已完成的间隔和全部间隔，后者把尚未再次购买的客户计为仍在等待。
base-gaps-finding = 在有后续购买的购买中，半数的间隔不超过 { $half }，九成不超过 { $most }（共 { $n } 个间隔）。
base-waits-finding = 若计入仍在等待的客户（共 { $n } 个间隔），{ $reached ->
    [both] 半数购买在 { $half }内有后续购买，九成在 { $most }内。
    [half] 半数购买在 { $half }内有后续购买，但始终达不到九成：在记录所及的 { $end }后累计为 { $bought }。
   *[none] 有后续购买的不到半数：在记录所及的 { $end }后累计为 { $bought }。
}
base-gaps-completed = 已完成的间隔
base-gaps-all = 全部间隔
base-axis-days-since = 距上次购买的天数
base-axis-bought-again = 再次购买的比例
base-gaps-claim = 复购多在早期发生，半数在 { $half }内；{ $rest } 在 { $end }内未再购买
base-gaps-subtitle = 有后续购买的比例，按距上次购买的天数，附置信区间
base-gaps-alt = 两条上升曲线。已完成的间隔：半数不超过 { $half }。全部间隔：{ $end }内 { $bought } 再次购买，其余 { $rest } 未再购买。
base-gaps-caption = 距下次购买的天数
base-column-share-bought = 有后续购买的比例
base-gaps-note = 已完成的间隔 { $completed } 个；截至数据末尾仍未结束的 { $open } 个。“未达到”表示在记录时间内再次购买的比例尚未达到该水平。
base-meaning-rhythm = 在通常间隔之内提醒为时过早，超过 { $most }则为时已晚：会回来的客户届时九成已经回来。制定复购计划应以全部间隔为依据，而不是仅看已完成的间隔。

## 沉默与回归

base-returns-lead = 在{ $date }，每位客户都已沉默了一段时间。{ $figure } 按沉默天数分组，统计此后 { $watch }内的购买情况；分组时不使用任何之后才知道的信息。
base-returns-unlikely = 沉默满 { $days }后，客户不大可能回归：此后 { $watch }内购买的不到 { $one_in } 分之一，该组为 { $there }，而沉默不足 { $first_days }的客户为 { $first }。
base-returns-never = 根据现有记录，尚不能断定沉默多久后客户不大可能回归：沉默 { $last_days }以上的客户此后 { $watch }内仍有 { $last }购买，沉默不足 { $first_days }的客户为 { $first }。
base-returns-claim = 沉默越久，{ $watch }内购买的可能性越低：从 { $first } 降至 { $last }
base-returns-subtitle = { $watch }内购买的客户比例，按此前沉默的天数，附置信区间
base-returns-alt = 按沉默天数分组的点估计与置信区间。沉默不足 { $first_days }：{ $watch }内购买的占 { $first }；沉默 { $last_days }以上：{ $last }。
base-returns-note = 竖线为 { $limit }。
base-axis-return = { $watch }内购买的比例
base-axis-silence = 沉默天数
base-lost-finding = 按“{ $rule }”的定义，已有 { $lost } 名客户被判为流失。在可继续观测 { $watch }的 { $watched } 名中，{ $share }再次购买。据此推算，至今被判流失的客户中约有 { $expected } 名（{ $range }）会这样回来。
base-lost-caption = 被判流失后又回归的客户，按流失定义
base-lost-note = 对判定较晚、观测时间不足的客户，假定其回归情况与其他客户相同。
base-column-rule = 流失定义
base-column-lost = 判为流失
base-column-back = 至今已回归
base-column-watched = 可观测 { $watch }
base-column-returned = 其中 { $watch }内回归
base-meaning-returns = 挽回投入应在客户不大可能回归之前进行。判定越早，越能及时发现流失客户，误判也越多；{ $table } 列出了这一代价。
base-meaning-returns-silence = 挽回投入应在客户不大可能回归之前进行。
base-meaning-returns-never = 目前还没有哪个时点值得放弃沉默客户；在数据所及的范围内，宜以低成本保持联系。

## 最近一次消费、消费频率、消费金额

base-segments-lead = 每位客户有三项评分，各为 1 至 5 分。最近一次消费按距今天数与本店自身的购买间隔对照：{ $cut1 } 天以内为 5 分，{ $cut2 } 天以内为 4 分，{ $cut3 } 天以内为 3 分，{ $cut4 } 天以内为 2 分，更久为 1 分。消费频率（购买日数）和消费金额在客户之间比较，按五等分评分。细分群体由评分按固定规则得出。
base-segments-finding = { $same ->
    [yes] “{ $best }”既是人数最多的群体，也是贡献收入最多的群体：占客户的 { $best_share }，占收入的 { $best_money }。
   *[no] “{ $best }”占客户的 { $best_share }，贡献了 { $best_money } 的收入；“{ $largest }”占客户的 { $largest_share }，贡献了 { $largest_money }。
}
base-segments-claim = “{ $best }”占客户的 { $share }，贡献了 { $money } 的收入
base-segments-subtitle = 各细分群体的客户与累计收入，截至{ $date }
base-segments-alt = { $count } 个细分群体的条形图。{ $best }：占客户的 { $share }，占收入的 { $money }。
base-segments-caption = 细分群体，截至{ $date }
base-segments-note = 为直接计数，并非估计。没有客户或客户过少的群体未列出。
base-segment-meaning-caption = 各细分群体的含义
base-column-segment = 细分群体
base-column-share-customers = 客户占比
base-column-money = 金额
base-column-share-money = 收入占比
base-column-recency = 距最近一次消费天数（中位数）
base-column-purchase-days = 人均购买日数
base-column-active = 在网占比
base-column-range = 区间
base-column-monthly = 月费
base-column-who = 特征
base-column-do = 建议
base-segment-champions = 核心客户
base-segment-who-champions = 近期购买，频率高，金额大
base-segment-do-champions = 重点维系：服务优先、新品优先，不必打折
base-segment-promising = 潜力客户
base-segment-who-promising = 近期购买，仍有提升空间
base-segment-do-promising = 在通常间隔内提供合适的商品，促成下一次购买
base-segment-newcomers = 新客户
base-segment-who-newcomers = 近期首次购买，金额不大
base-segment-do-newcomers = 表示欢迎，让第二次购买更容易
base-segment-loyal_slipping = 趋于沉默的常客
base-segment-who-loyal_slipping = 优质客户，沉默时间长于平常
base-segment-do-loyal_slipping = 立即提醒：此时挽留成本最低
base-segment-attention = 需要关注
base-segment-who-attention = 一般客户，沉默时间长于平常
base-segment-do-attention = 低成本提醒
base-segment-cannot_lose = 不容流失
base-segment-who-cannot_lose = 曾属最优质客户，已沉默很久
base-segment-do-cannot_lose = 专人联系，了解原因
base-segment-at_risk = 濒临流失
base-segment-who-at_risk = 已沉默很久，仍有回归的可能
base-segment-do-at_risk = 做最后一次优惠尝试，并设对照组检验
base-segment-former_regulars = 昔日常客
base-segment-who-former_regulars = 曾经常购买，沉默时间超过几乎所有购买间隔
base-segment-do-former_regulars = 仅在所涉金额值得时尝试挽回
base-segment-dormant = 休眠客户
base-segment-who-dormant = 购买很少，且已过去很久
base-segment-do-dormant = 不再投入，保留回归渠道

## 收入集中度

base-concentration-finding = { $kind ->
    [purchase] 消费金额最高的 { $tenth } 客户贡献了 { $tenth_share }的收入，前 { $fifth } 贡献了 { $fifth_share }。
   *[contract] 月费最高的 { $tenth } 在网客户支付全部月费的 { $tenth_share }，前 { $fifth } 支付 { $fifth_share }。
}
base-gini = 基尼系数用一个数概括集中程度：人人支付相同时为 0，全部由一人支付时为 1。此处为 { $gini }。
base-lorenz-claim = { $kind ->
    [purchase] { $share } 的客户贡献了 { $money } 的收入，其余 { $rest } 贡献 { $rest_money }
   *[contract] { $share } 的在网客户支付了 { $money } 的月费，其余 { $rest } 支付 { $rest_money }
}
base-lorenz-subtitle = { $kind ->
    [purchase] 客户按累计金额从高到低排列，及其占截至{ $date }全部金额的比例
   *[contract] 在网客户按月费从高到低排列，及其占{ $date }全部月费的比例
}
base-lorenz-alt = { $kind ->
    [purchase] 位于对角线上方的曲线：前 { $share } 的客户贡献 { $money } 的收入，其余 { $rest } 贡献 { $rest_money }。
   *[contract] 位于对角线上方的曲线：前 { $share } 的在网客户支付 { $money } 的月费，其余 { $rest } 支付 { $rest_money }。
}
base-lorenz-point = 前 { $share }：{ $money }
base-lorenz-equal = 人人支付相同
base-axis-lorenz-customers = 客户占比（由高到低）
base-axis-lorenz-money = { $kind ->
    [purchase] 收入占比
   *[contract] 月费占比
}
base-concentration-below = 有 { $n } 名客户退款多于付款，按零计。
base-meaning-concentration = 对前 { $share } 的客户应逐一了解、逐一关注：他们的变化直接影响业绩。曲线越陡，流失这部分客户的代价越高。
base-meaning-concentration-even = 收入分布较为均匀，没有哪个小群体足以左右业绩。留住大多数客户，比讨好少数高付费客户更重要。

## 问卷

base-answers-lead = 本研究列出的前几道评分题为主要题目。“最高两档”指作答者中选择最高两个分值的比例，附 { $level } 置信区间。
base-answers-finding = { $item }：{ $top }选择 { $upper } 或 { $high }，{ $bottom }选择 { $low } 或 { $lower }。
base-answers-claim = { $top } 的受访者对“{ $item }”给出最高两档评分
base-answers-subtitle = 受访者的回答分布，左侧为最低分；每段上方数字为分值
base-answers-alt = { $items }的回答分布堆叠条形图。“{ $item }”：{ $top } 为最高两档。
base-answers-caption = 主要题目
base-axis-respondents = 受访者占比
base-column-item = 题目
base-column-answered = 作答人数
base-column-mean = 平均分
base-column-top = 最高两档
base-column-bottom = 最低两档
base-meaning-answers = 客户的说法还不等于行动。在投入资源提升评分之前，应先把回答与后来的购买或续约联系起来。
base-missing-answers = { $count ->
    [0] { $total } 道题中没有一道的未答比例达到 { $limit }
   *[other] { $total } 道题中有 { $n } 道的未答比例达到 { $limit }
}；{ $items ->
    [1] 未答比例为 { $most }。
   *[other] 典型题目的未答比例为 { $median }，最高的（{ $item }）为 { $most }。
}
base-ends-finding = { $total } 道评分题中，{ $ceiling ->
    [0] 没有题目集中于最高分
   *[other] 有 { $ceiling } 道集中于最高分
}，{ $floor ->
    [0] 没有题目集中于最低分
   *[other] 有 { $floor } 道集中于最低分
}（占回答的 { $limit } 以上）；这些题目难以区分满意程度相近的客户。
base-alike-finding = { $count ->
    [0] 在作答足够的 { $total } 名受访者中，没有人对 { $limit } 以上的题目给出相同回答；此类客户的比例区间为 { $share }。
   *[other] 在作答足够的 { $total } 名受访者中，有 { $n } 名对 { $limit } 以上的题目给出相同回答（{ $share }）。
}
base-alike-few = 在作答足够的 { $total } 名受访者中，对 { $limit } 以上的题目给出相同回答的不足 { $minimum } 名。
base-items-caption = 需谨慎解读的题目
base-items-more = 另有 { $count } 道未答比例较低的题目未列出。
base-column-share-missing = 未作答
base-column-floor = 最低分占比
base-column-ceiling = 最高分占比
base-no-rating = 非评分题
base-meaning-answer-quality = 未答较多的题目往往只与部分客户有关：应只就作答者报告，并加以说明。比较各题时，应剔除几乎所有题目回答都相同的受访者。

## 无法展示的内容

base-missing-caption = 本研究的数据表不支持的 { $count } 个部分
base-column-part = 部分
base-column-reason = 原因
base-missing-segments = 本研究未设细分群体。
base-missing-segments-derived = 本研究的细分群体由首次购买推出，并非客户自带的属性；流失时间报告中会用到。
base-missing-cohorts-start = 记录中只有合同已持续的时间，没有起始日期。需要合同起始日期。
base-missing-cohorts-dates = 没有任何表含有购买日期或合同日期。
base-missing-cohorts-few = 没有一个同期群既有足够的客户，又有完整的后续时期。需要更长的记录时间或更多客户。
base-missing-purchases = 没有带日期的购买记录。需要购买表。
base-missing-rhythm-once = 没有客户在第二天购买过，无法计算购买间隔。
base-missing-short = 记录时间太短，无法在沉默之后继续观测客户。
base-missing-money = 没有任何表含有金额，或有金额的客户不足两名。
base-missing-survey = 没有问卷数据。
base-missing-no-ratings = 问卷中没有三级以上的评分题。

## 方法

base-methods-wilson = 比例采用 { $level } 的 Wilson 置信区间：取值始终在 0 与 100% 之间，在小群体和罕见事件中也能保持其置信水平，而教科书上的常用区间则不能。设 p 为 n 名客户中的比例，z 为正态分布的分位数：
base-formula-wilson = 区间上下限为：p 加 z 的平方除以二 n，加减 z 乘以根号下 p 乘以一减 p 除以 n 加 z 的平方除以四 n 的平方，整体除以一加 z 的平方除以 n。
base-methods-purchases = 同一客户在同一天的多笔购买计为一个购买日；退款冲减金额，不计为购买。同期群按日历划分，粒度（月、季度或年）取记录时间内不超过 24 期的最细一级。
base-methods-gaps = 截至第 t 天再次购买的比例等于 1 减去 Kaplan-Meier 估计值，其中 d 为当天再次购买的客户数，n 为当时仍在等待的客户数；数据末尾尚未结束的间隔计至该日为止。因同一客户的间隔彼此相似，置信区间由客户分组的 1,000 次自助抽样得到。
base-formula-kaplan-meier = S(t) 等于截至 t 的各天中 1 减 d 除以 n 的连乘积。
base-methods-returns = 沉默后的回归以某一天为起点统计，只使用当天已知的信息。被判流失的客户从判定之日起观测，此后的购买即为回归。
base-methods-concentration = 基尼系数由洛伦兹曲线 L（支付最少的客户所占的收入比例）计算；其区间与前列客户占比的区间取自客户的 400 次自助抽样的百分位数。
base-formula-gini = G 等于 1 减去洛伦兹曲线下面积的两倍。
base-methods-survey = “不适用”计为未作答。最高分与最低分占比以作答者为分母，且只用于评分题。
base-methods-privacy = 涉及不足 { $minimum } 名客户的数字不予列示。客户均以假名标识。

## 术语

base-term-confidence-interval = 置信区间
base-meaning-of-confidence-interval = 按其构造方法，在大量同类研究中，包含真实值的频率等于置信水平的区间。
base-term-purchase-day = 购买日
base-meaning-of-purchase-day = 客户至少购买一次的一天。
base-term-cohort = 同期群
base-meaning-of-cohort = 在同一日历时期开始的客户。
base-term-retention = 留存率
base-meaning-of-retention = 同期群在此后某一时期仍活跃的比例。
base-term-gap = 购买间隔
base-meaning-of-gap = 同一客户相邻两个购买日之间的天数。
base-term-kaplan-meier = Kaplan-Meier 估计
base-meaning-of-kaplan-meier = 随时间变化的比例的估计，同时利用尚未观测到结局的客户。
base-term-churn = 流失
base-meaning-of-churn = 客户离开；没有合同时，按既定定义由长期沉默推断。
base-term-recency = 最近一次消费
base-meaning-of-recency = 距最近一次购买的天数。
base-term-frequency = 消费频率
base-meaning-of-frequency = 累计购买日数。
base-term-money = 消费金额
base-meaning-of-money = 客户累计支付的金额，扣除退款。
base-term-active = 在网
base-meaning-of-active = 截至数据最后一天合同仍然有效的客户。
base-term-gini = 基尼系数
base-meaning-of-gini = 从 0（人人支付相同）到 1（全部由一人支付）。
base-term-item = 题目
base-meaning-of-item = 问卷中的一个问题及其量表。
base-term-top-two = 最高两档
base-meaning-of-top-two = 选择最高两个分值的受访者比例。
base-term-ceiling = 天花板效应与地板效应
base-meaning-of-ceiling = 大量回答集中在量表的最高端或最低端，无法再区分差异。
base-term-alike = 直线作答
base-meaning-of-alike = 几乎所有题目的回答都相同，说明题目未经认真考虑。

base-heading-stages = 客户处于生命周期的哪个阶段
base-column-stage = 阶段
base-stages-finding = 在 { $total } 名客户中，处于“{ $stage }”阶段的最多，占 { $share }。
base-stages-lead = { $kind ->
    [contract] 阶段根据合同判定：是否有合同有效、已有效多久、上一份合同终止多久。此处只有在 { $renewal }内没有新合同开始的客户才算流失；本报告其余部分以最后一份合同终止之日为离开之日，因此有少数客户已计为离开，但尚未计为流失。
   *[purchase] 阶段仅根据行为判定：与客户自身的购买节奏相比，购买有多频繁、最近一次购买有多近。
}判定规则、阶段间的流动及其可信程度，见生命周期阶段报告。
base-stages-caption = { $date }各阶段客户数
base-stages-note = 金额占比：指最近 { $days } 天内{ $kind ->
    [contract] 合同收费
   *[purchase] 消费金额
}的占比。人数过少的阶段不予显示。
