### 以往预警的结果（笔记本 05，流失预警）。
### 花括号中的值由程序填入，请保留其名称。

warning-memory-heading = 以往的预警结果如何
warning-memory-none = 此前没有一次运行保存过预测。本次的预测已经保存：自今日起满{ $ahead }后的第一次运行，将以实际结果加以检验。
warning-memory-waiting = 自{ $as_of }起保存预测，预测的是其后{ $ahead }之内的流失。待数据达到{ $due }或之后，第一次运行即加以检验；提前检验会漏掉尚未发生的流失。
warning-memory-unknown = 以往的运行保存过预测，但没有任何客户的结果可知，或其中没有流失，因此无法检验。
warning-memory-lead = { $n ->
    [1] 数据截至{ $last }的运行
   *[other] 数据截至{ $first }至{ $last }的 { $n } 次运行
}给每位客户估计了其后{ $ahead }之内的流失风险，这段时间现已过去。以下把当时的风险与实际结果对照。
warning-memory-lead-gone = 其中 { $n } 项风险的客户已不在记录中，或未能观察这么久，不计在内。
warning-memory-lead-waiting = { $n ->
    [1] 另有一次运行的期限尚未到，将于{ $due }到期。
   *[other] 另有 { $n } 次运行的期限尚未到，最早的将于{ $due }到期。
}

## 命中与遗漏

warning-memory-caught = 其后发生的 { $lost } 次流失中，{ $caught } 次事先已在名单上：召回率 { $recall }。
warning-memory-caught-means = 列入名单的客户中有 { $precision } 流失，全体客户为 { $base }：提升度 { $lift }。名单确实找出了将要离开的客户。
warning-memory-caught-chance = 列入名单的客户中有 { $precision } 流失，全体客户为 { $base }：提升度 { $lift }。找出的流失并不比随机抽取的名单更多。按所涉金额拟定的名单仍可能值回成本，应以其利润评判；其他名单则不值得投入。
warning-memory-caught-none = 其后发生 { $lost } 次流失，但当时没有发布名单。
warning-memory-caught-none-means = 当时名单被扣留，或没有客户值得联系；风险本身的检验见下文。
warning-memory-lists-caption = 以往名单与实际结果对照
warning-memory-lists-note = 命中：列入名单且流失。遗漏：流失但未列入。误报：列入但未流失，其中一部分是因为被联系才留下。召回率：流失客户中列入名单的比例。精确率：列入名单的客户中流失的比例。{ $level } 置信区间，按客户聚类。
warning-memory-every-run = 全部运行
warning-memory-head-run = 数据截至
warning-memory-head-listed = 列入名单
warning-memory-head-caught = 命中
warning-memory-head-missed = 遗漏
warning-memory-head-false = 误报
warning-memory-head-recall = 召回率
warning-memory-head-precision = 精确率

## 提前期与挽留效果

warning-memory-ahead = 在名单上的流失中，有一半发生在首次预警之后 { $median } 或更久。
warning-memory-ahead-means = 其中四分之一只留下{ $quarter }或更短的时间可供行动。流失之前从未列入名单的占 { $never }。
warning-memory-contact-saved = 联系客户确有挽留效果：名单之中，联系过的客户有 { $contacted } 流失，未予联系的对照组有 { $holdout } 流失。
warning-memory-contact-means = 在本会流失的客户中，联系留住了 { $share }。请用它取代原先的假设（study.yml 的 saved_share）。
warning-memory-contact-open = 联系能否留住客户尚无法判断：名单之中，联系过的客户有 { $contacted } 流失，未予联系的对照组有 { $holdout } 流失。
warning-memory-contact-open-means = 对照组从名单中随机抽取，因此比较是公平的，只是客户还不够多。请保留对照组。
warning-memory-contact-harmed = 联系反而使客户离开：名单之中，联系过的客户有 { $contacted } 流失，未予联系的对照组有 { $holdout } 流失。
warning-memory-contact-harmed-means = 对照组从名单中随机抽取，因此这是联系造成的效果。请停止，并改变所提供的方案。

## 当时与现在的校准

warning-memory-calibration-true = 当时的风险得到印证：每预测 100 次流失，实际发生 { $happened } 次。
warning-memory-calibration-off = 当时的风险未得到印证：每预测 100 次流失，实际发生 { $happened } 次。
warning-memory-calibration-open = 流失次数太少，无法判断当时的风险是否准确：每预测 100 次流失，实际发生 { $happened } 次。
warning-memory-basis-uncontacted = 按无人被联系的情形计算：名单中只计对照组，并代表全部列入名单的客户。否则每留住一位客户，都会显得当时的风险估计过高。
warning-memory-basis-everyone = 联系过的客户照实计入，因为没有足够大的对照组。因联系而留下的客户会使当时的风险显得过高。
warning-memory-axis-said = 当时估计的风险（{ $ahead }之内）
warning-memory-axis-happened = 实际流失比例（{ $ahead }之内）
warning-memory-diagonal = 预测与实际一致
warning-memory-figure-true = 预测与实际相符
warning-memory-figure-off = 预测与实际不符
warning-memory-figure-open = 流失太少，无法判断预测与实际是否相符
warning-memory-figure-subtitle = 以往运行中的客户，按当时估计的风险分组，附按客户聚类的 { $level } 置信区间
warning-memory-alt = 当时估计的风险与实际流失比例：{ $points }。
warning-memory-alt-point = 预测 { $said }，实际 { $happened }
warning-memory-measures-caption = 校准：运行当时的自我检验与现在所知
warning-memory-head-measure = 指标
warning-memory-head-ideal = 理想值
warning-memory-head-then = 当时
warning-memory-head-now = 现在
warning-memory-measure-calibration_slope = 校准斜率
warning-memory-measure-calibration_intercept = 校准截距
warning-memory-measure-observed_to_expected = 每预测一次流失的实际次数
warning-memory-measure-expected_calibration_error = 期望校准误差（百分点）
warning-memory-measures-note = 当时：最近一次被检验的运行在当时已过去的月份上的结果。现在：全部被检验的运行在其后月份上的结果。{ $level } 置信区间，按客户聚类。
warning-memory-check = 以往运行的风险得到印证
warning-memory-check-result = 校准斜率 { $slope }，理想值为 1
warning-memory-check-done-true = 可作概率使用
warning-memory-check-done-off = 只作排序使用
warning-memory-check-done-open = 暂不判断

## 如今的客户

warning-memory-shift-some = { $all } 项特征中有 { $n } 项的分布与数据截至{ $date }的运行不同。
warning-memory-shift-some-means = 变化最大的是：{ $names }。制作上一份名单时，像今天这样的客户较少；先看上一份名单的命中情况，再决定对新名单信任几分。
warning-memory-shift-none = { $all } 项特征的分布均与数据截至{ $date }的运行一致。
warning-memory-shift-none-means = 如今的客户与制作上一份名单时的客户相似。
warning-memory-shift-caption = 自数据截至{ $date }的运行以来变化最大的特征
warning-memory-head-feature = 特征
warning-memory-head-index = 稳定性指数
warning-memory-head-chance = 偶然水平
warning-memory-head-p = 检验概率
warning-memory-head-shifted = 是否变化
warning-memory-shifted = 是
warning-memory-not-shifted = 否
warning-memory-shift-note = 群体稳定性指数，无单位：分布一致时为 0。判为变化：对全部特征校正后超出偶然（Holm），且比偶然水平至少高 0.10。本就随时间推移而变的特征不计在内。检验把两次运行当作互不相同的客户，因而偏于保守。
