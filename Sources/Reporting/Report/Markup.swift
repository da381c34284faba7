import Text

/// Elements of HTML and SVG, whose text and attributes are escaped: what a specification calls its things is text and
/// never markup.
struct Markup {
  private(set) var text = ""

  init() {}

  /// Markup that is well-formed as it is.
  init(raw text: String) { self.text = text }

  /// A page called `title` with a style sheet; `head` appends what else stands in its head.
  static func page(
    _ title: String, style: String, head addToHead: (inout Markup) -> Void = { _ in },
    body addToBody: (inout Markup) -> Void
  ) -> Markup {
    var page = Markup(raw: "<!DOCTYPE html>\n")
    page.element("html", ["lang": "en"]) { page in
      page.element("head") { head in
        head.append(Markup(raw: "<meta charset=\"utf-8\">"))
        addToHead(&head)
        head.append(Markup(raw: "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"))
        head.append(Markup(raw: "<meta name=\"color-scheme\" content=\"light dark\">"))
        head.element("title", text: title)
        head.append(Markup(raw: "<style>\(style)</style>"))
      }
      page.newLine()
      page.element("body") { addToBody(&$0) }
    }
    page.newLine()
    return page
  }

  /// Appends an element with what `content` appends in it.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: (inout Markup) -> Void
  ) {
    open(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// Appends an element that holds a text.
  mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text content: String) {
    element(name, attributes) { $0.append(content) }
  }

  /// Appends an element that holds nothing.
  mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    open(name, attributes)
    text += "/>"
  }

  private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String>) {
    text += "<\(name)"
    for (name, value) in attributes { text += " \(name)=\"\(MarkupSyntax.escaped(value))\"" }
  }

  /// Appends a text.
  mutating func append(_ content: String) { text += MarkupSyntax.escaped(content) }

  /// Appends other markup.
  mutating func append(_ other: Markup) { text += other.text }

  mutating func newLine() { text += "\n" }
}
