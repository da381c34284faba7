import Text

/// A page for reviewers of a plan or a comparison: one HTML file that loads nothing, with the stages as data.
struct ReviewPage {
  let title: String

  /// What the page shows even without its script.
  let body: Markup

  /// The stages, for the script.
  let listings: [StageListing]

  var html: String {
    Markup.page(
      title, style: ReviewStyle.text,
      head: { $0.appendPolicy(style: ReviewStyle.text, script: ReviewScript.text) },
      body: { body in
        body.append(self.body)
        body.append(Markup(raw: "<script type=\"application/json\" id=\"data\">\(data)</script>"))
        body.newLine()
        body.append(Markup(raw: "<script>\(ReviewScript.text)</script>"))
      }
    ).text
  }

  /// The listings as JSON without `<`, so that it cannot end the `script` element around it.
  private var data: String {
    JSONText.text(of: .array(listings.map(\.json))).replacing(scalar: "<", by: "\\u003c")
  }
}

extension Markup {
  /// Appends a bar that is filled to `share`, a fraction; hidden from screen readers, since the text beside it says the
  /// same.
  mutating func bar(_ share: Double) {
    element("svg", ["class": "bar", "aria-hidden": "true"]) { bar in
      bar.element("rect", ["width": "\(fixed(100 * min(1, max(0, share)), 2))%", "height": "100%"])
    }
  }

  /// Appends a section with a heading.
  mutating func section(_ identifier: String, _ heading: String, _ content: (inout Markup) -> Void) {
    element("section", ["id": identifier]) { section in
      section.element("h2", text: heading)
      content(&section)
    }
    newLine()
  }

  /// Appends the figures at the top of a page.
  mutating func tiles(_ tiles: [ReviewTile]) {
    element("dl", ["class": "tiles"]) { list in
      for tile in tiles {
        list.element("div") { item in
          item.element("dt", text: tile.name)
          item.element("dd") { value in
            value.element("b", text: tile.value)
            if !tile.remark.isEmpty { value.element("span", text: tile.remark) }
          }
        }
      }
    }
    newLine()
  }
}

/// A figure at the top of a page.
struct ReviewTile {
  let name: String
  let value: String
  let remark: String

  init(_ name: String, _ value: String, _ remark: String = "") {
    self.name = name
    self.value = value
    self.remark = remark
  }
}

/// `share`, a fraction, in percent: `12 %`, or `<1 %` for less than half a percent.
func shareText(_ share: Double) -> String {
  let whole = Int((100 * share).rounded())
  return whole == 0 && share > 0 ? "<1 %" : "\(whole) %"
}
