# What the HTML page, the PDF and the list of reports say by themselves.

document-contents = Contents
document-skip = Skip to content
document-key-figures = Key figures
document-details = About this report
document-figure = Figure { $number }
document-table = Table { $number }
document-source = Source:{ " " }
document-note = Note:{ " " }
document-glossary = Terms
document-page = Page { $page } of { $pages }

document-tone-good = Favourable
document-tone-watch = Watch
document-tone-bad = Unfavourable

document-enlarge = Tap the chart to enlarge it.
document-code = Show the code
document-method = How this was made
document-method-explained = The notebook { $notebook } made this report: every number, sentence and chart comes from its code. The code of each result is folded under it; the steps that prepare the data follow here.
document-method-attached = The notebook { $notebook } made this report: every number, sentence and chart comes from its code. It is attached to this PDF with all code and outputs.
document-attachment = The executed notebook, with all code and outputs
document-preparation = Code that prepares the data

document-index-title = Customer studies
document-index-explained = Published runs, newest first. Each report is a page to read on screen and a PDF to print or send.
document-index-earlier = { $count ->
    [one] { $count } earlier run
   *[other] { $count } earlier runs
}
document-index-run = Run
document-index-as-of = Data as of
document-index-started = Run on
document-index-gate = Data quality
document-index-empty = No run has been published yet.
document-index-unreadable = The record of this run cannot be read.
document-index-lost = The files of this report are not there.
document-index-html = Web page
document-index-pdf = PDF
document-verdict-green = Green, usable as it is
document-verdict-amber = Amber, usable with the repairs named in the report
document-verdict-red = Red, read with great caution
document-status-skipped = Skipped
document-status-failed = Failed
