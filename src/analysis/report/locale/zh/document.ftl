# 网页、PDF 与报告目录自身的用语。

document-contents = 目录
document-skip = 跳到正文
document-key-figures = 关键数字
document-details = 关于本报告
document-figure = 图 { $number }
document-table = 表 { $number }
document-source = 资料来源：
document-note = 注：
document-glossary = 术语
document-page = 第 { $page } 页，共 { $pages } 页

document-tone-good = 有利
document-tone-watch = 需关注
document-tone-bad = 不利

document-enlarge = 轻触图表可放大。
document-code = 查看代码
document-method = 本报告如何生成
document-method-explained = 本报告由笔记本 { $notebook } 生成：每个数字、每句结论和每张图都来自其中的代码。各项结果的代码折叠在结果下方；准备数据的步骤列于此处。
document-method-attached = 本报告由笔记本 { $notebook } 生成：每个数字、每句结论和每张图都来自其中的代码。含全部代码与输出的笔记本已附于本 PDF。
document-attachment = 已执行的笔记本，含全部代码与输出
document-preparation = 准备数据的代码

document-index-title = 客户研究
document-index-explained = 已发布的运行，最新的在前。每份报告都有网页版和可打印、可转发的 PDF 版。
document-index-earlier = { $count ->
   *[other] 此前 { $count } 次运行
}
document-index-run = 运行编号
document-index-as-of = 数据截止日
document-index-started = 运行时间
document-index-gate = 数据质量
document-index-empty = 尚无已发布的运行。
document-index-unreadable = 无法读取本次运行的记录。
document-index-lost = 本报告的文件不在此处。
document-index-html = 网页版
document-index-pdf = PDF 版
document-verdict-green = 绿色，可直接使用
document-verdict-amber = 黄色，可以使用，修正内容见报告
document-verdict-red = 红色，须非常谨慎地解读
document-status-skipped = 已跳过
document-status-failed = 失败
