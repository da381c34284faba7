import Foundation
import Testing

/// Names that careless pages take for markup, for the end of their data, or for orders to the reader's eyes.
private let hostile = [
  "</script><img src=x onerror=\"document.title='taken'\">", "<!--<script>", "a]]>b", "line\u{2028}end",
  "bidi\u{202E}txet", "'\"&amp;`${1}",
]

private let visibleRows = "[...document.querySelectorAll('tr.group')].filter(row => row.offsetParent)"
private let names = "\(visibleRows).map(row => row.cells[0].textContent).join(' ')"
private let focused = "document.activeElement.textContent"
private let status = "document.querySelector('output').textContent"

private func write(_ page: Outcome, to name: String, in folder: URL) throws -> URL {
  let file = folder.appending(path: name)
  try page.output.write(to: file, atomically: true, encoding: .utf8)
  return file
}

@Test func aReviewerFiltersAndUnfoldsWithKeysAlone() throws {
  try Browser.use(toTry: "keys on the page of a plan") { browser, folder in
    try pageSpecimen.write(to: folder.appending(path: "s.yaml"), atomically: true, encoding: .utf8)
    let page = try write(
      sharespec("plan", "s.yaml", "--store", "none", "--format", "html", in: folder), to: "p.html", in: folder)
    try browser.open(page)
    let before = try browser.text("document.querySelector('table.stages').innerText")
    let count = try #require(Int(browser.text("\(status).split(' ')[0]")))

    // A text filters; what is summed up after a filter is what was there before.
    try browser.press(.slash)
    #expect(try browser.text("document.activeElement.name") == "q")
    try browser.type("round.ner")
    #expect(try browser.text(names) == "round.*.k")
    #expect(try browser.text("\(visibleRows)[0].cells[1].textContent") == "4 of 8")
    #expect(try browser.text(status) == "4 of \(count) stages")
    try browser.press(.escape)
    #expect(try browser.text(status) == "\(count) stages")
    #expect(try browser.text("document.querySelector('table.stages').innerText") == before)

    // Rows are reached and unfolded.
    try browser.type("round")
    try browser.press(.down)
    #expect(try browser.text(focused) == "round.*.k")
    try browser.press(.enter)
    #expect(try browser.text("document.querySelectorAll('tr.stage').length") == "8")
    try browser.press(.down)
    #expect(try browser.text(focused) == "round.ner.0")
    try browser.press(.right)
    #expect(try browser.text("document.querySelector('tr.detail').textContent.includes('identity')") == "true")
    try browser.press(.left)
    #expect(try browser.text("document.querySelectorAll('tr.detail').length") == "0")
    try browser.press(.left)
    #expect(try browser.text(focused) == "round.*.k")
    try browser.press(.left)
    #expect(try browser.text("document.querySelectorAll('tr.stage').length") == "0")
    try browser.press(.up)
    #expect(try browser.text("document.activeElement.name") == "q")
    #expect(try browser.text("getComputedStyle(document.activeElement).outlineStyle") == "solid")

    // The address keeps the filter.
    for (fragment, expected) in [
      ("variant=single", "vocabulary initialize.* train.* evaluate.*"),
      ("purpose=round&task=ner", "round.*.k"), ("q=nothing+of+the+kind", ""),
    ] {
      try browser.open(page, fragment: "#\(fragment)")
      #expect(try browser.text(names) == expected, "\(fragment)")
    }
    #expect(try browser.text(status) == "no stage matches")
    try browser.open(page, fragment: "#critical=1")
    let path = try browser.text("[...document.querySelectorAll('.tiles div')][2].textContent")
    #expect(path.hasSuffix(try browser.text("\(status).split(' ')[0]") + " stages"))
    #expect(browser.complaints.isEmpty && browser.requests == [page.absoluteString])
  }
}

@Test func pagesFitPhonesAndFollowTheReadersColours() throws {
  try Browser.use(toTry: "the sizes and colours of pages") { browser, folder in
    try pageSpecimen.write(to: folder.appending(path: "s.yaml"), atomically: true, encoding: .utf8)
    let plan = try write(
      sharespec("plan", "s.yaml", "--store", "none", "--max-hours", "1", "--format", "html", in: folder), to: "p.html",
      in: folder)
    let diff = try write(
      sharespec("diff", "s.yaml", "s.yaml", "--set-new", "training.epochs=2", "--format", "html", in: folder),
      to: "d.html", in: folder)
    for page in [plan, diff] {
      var pictures: Set<Data> = []
      for (width, isDark) in [(360, false), (360, true), (1280, false), (1280, true)] {
        try browser.open(page, width: width, isDark: isDark)
        try browser.press(.slash)
        try browser.press(.down)
        try browser.press(.enter)
        try browser.press(.down)
        try browser.press(.enter)
        #expect(try browser.text("document.querySelectorAll('tr.detail').length") == "1")
        #expect(try browser.text("document.documentElement.scrollWidth <= innerWidth") == "true")
        #expect(try browser.text("innerWidth") == "\(width)")
        pictures.insert(try browser.picture())
        #expect(browser.complaints.isEmpty && browser.requests == [page.absoluteString])
      }
      #expect(pictures.count == 4)
    }
  }
}

@Test func hostileNamesStayTextOnPages() throws {
  try Browser.use(toTry: "names on pages") { browser, folder in
    func quoted(_ text: String) -> String {
      "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        .replacing("\u{2028}", with: "\\u2028").replacing("\u{202E}", with: "\\u202E")
    }
    let variants = hostile.map { "  \(quoted($0)): {sharing: hard}\n" }.joined()
    let tasks = hostile.prefix(2).map { "  \(quoted($0)): {dataset: d, column: pos, metric: accuracy}\n" }.joined()
    let text = """
      sharespec: 1
      name: \(quoted(hostile[0]))
      datasets: {d: {format: synthetic, sentences: {train: 20, dev: 5, test: 5}}}
      tasks:
      \(tasks)base: {words: {dimension: 6}, encoder: {hidden: 4}}
      sharing: hard
      training: {epochs: 1}
      variants:
        plain: {sharing: single}
      \(variants)
      """
    try text.write(to: folder.appending(path: "s.yaml"), atomically: true, encoding: .utf8)
    let outcomes = [
      try sharespec("plan", "s.yaml", "--format", "html", in: folder),
      try sharespec("diff", "s.yaml", "s.yaml", "--set-new", "training.epochs=2", "--format", "html", in: folder),
    ]
    for (number, outcome) in outcomes.enumerated() {
      try #require(outcome.status == Int32(number), "\(outcome.errors)")
      #expect(!outcome.output.contains("\u{202E}") && !outcome.output.contains("\u{2028}"))
      let page = try write(outcome, to: "p.html", in: folder)
      try browser.open(page)
      let unfold = "document.querySelectorAll('.fold[aria-expanded=false]').forEach(button => button.click())"
      for _ in ["groups", "stages"] { _ = try browser.text(unfold) }
      #expect(try browser.text("document.images.length + ' ' + document.scripts.length") == "0 2")
      #expect(try browser.text("document.title.includes('taken')") == (number == 0 ? "true" : "false"))
      let shown = try browser.text("document.body.innerText + document.title")
      for name in hostile {
        let visible = name.replacing("\u{2028}", with: "<U+2028>").replacing("\u{202E}", with: "<U+202E>")
        #expect(shown.contains(visible), "\(name)")
      }
      #expect(browser.complaints.isEmpty && browser.requests == [page.absoluteString])
    }
  }
}

/// Figures for docs/performance.md.
@Test(.enabled(if: ProcessInfo.processInfo.environment["SHARESPEC_BENCHMARK"] == "1"))
func thePageOfTenThousandStagesOpensQuickly() throws {
  try Browser.use(toTry: "the time that a large page takes to open") { browser, folder in
    let text = """
      extends: \(root.path)/specs/exp1-conll2003.yaml
      sharespec: 1
      name: sweep
      sweep:
        product: {training.optimizer.learning_rate: [0.01, 0.02, 0.03, 0.05, 0.08, 0.1], training.batch: [5, 10, 20, 40]}
        seeds: [1, 2, 3]
        variants: [single, hard, sparse]

      """
    try text.write(to: folder.appending(path: "s.yaml"), atomically: true, encoding: .utf8)
    let page = try write(
      sharespec("plan", "s.yaml", "--data", "/nowhere", "--format", "html", in: folder), to: "p.html", in: folder)
    for _ in 0..<5 {
      try browser.open(page)
      usleep(500_000)
      let times = try browser.text(
        "Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd) + ' ms to load, '"
          + " + Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime) + ' ms to paint'")
      let filter = try browser.text(
        """
        (() => { const start = performance.now(); const q = document.querySelector('[name=q]'); q.value = 'ner.7'
          q.dispatchEvent(new Event('input', { bubbles: true })); document.body.offsetHeight
          return Math.round(performance.now() - start) })()
        """)
      print(
        "stages \(try browser.text(status)), bytes \(try Data(contentsOf: page).count): \(times), filter \(filter) ms")
    }
  }
}
