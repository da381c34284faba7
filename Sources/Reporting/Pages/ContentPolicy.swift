import Planning
import Text

/// The content security policy of a page: it allows the page's own style sheet and script, by their hashes, and nothing
/// from a network.
struct ContentPolicy {
  /// The directives.
  let text: String

  init(style: String, script: String? = nil) {
    let scripts = script.map { "script-src \(Self.source(of: $0))" }
    let directives: [String?] = [
      "default-src 'none'", "style-src \(Self.source(of: style))", scripts,
      // Drawings; and the empty icon, which keeps browsers from asking a server for one.
      "img-src data:", "base-uri 'none'", "form-action 'none'",
    ]
    text = directives.compactMap(\.self).joined(separator: "; ")
  }

  private static func source(of text: String) -> String {
    "'sha256-\(base64(Digest(of: Array(text.utf8)).bytes))'"
  }
}

extension Markup {
  /// Appends to the head of a page that it uses nothing but its own style sheet and `script`, and loads nothing.
  mutating func appendPolicy(style: String, script: String? = nil) {
    element(
      "meta",
      [
        "http-equiv": "Content-Security-Policy", "content": ContentPolicy(style: style, script: script).text,
      ])
    element("meta", ["name": "referrer", "content": "no-referrer"])
    element("link", ["rel": "icon", "href": "data:,"])
  }
}
