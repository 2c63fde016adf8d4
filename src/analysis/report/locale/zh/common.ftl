### 各报告共用的词句。
### 花括号内为填入的数值，名称不可更改。

## 区间与时长

common-interval = { $low } 至 { $high }
common-interval-from = 不低于 { $low }
common-interval-to = 不超过 { $high }
common-duration-day = { $count ->
   *[other] { $value } 天
}
common-duration-week = { $count ->
   *[other] { $value } 周
}
common-duration-month = { $count ->
   *[other] { $value } 个月
}
common-duration-year = { $count ->
   *[other] { $value } 年
}

## 关于报告

common-source-line = { $organisation }，{ $study }；数据截至 { $date }
common-study = 研究
common-as-of = 数据截止日
common-data-quality = 数据质量
common-confidence-level = 置信水平
common-notes = 数据说明
common-finished = { $count ->
   *[other] 报告结束：{ $count } 幅图
}

## 图表

common-at-risk = 在险客户数

## 数值与范围

common-with-range = { $value }（{ $interval }）
