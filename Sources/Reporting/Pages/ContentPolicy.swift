import Planning

/// The content security policy of a page: it allows the page's own style sheet and script, by their hashes, and nothing
/// from a network.
struct ContentPolicy {
  /// The directives.
  let text: String

  init(style: String, script: String) {
    text = [
      "default-src 'none'", "style-src \(Self.source(of: style))", "script-src \(Self.source(of: script))",
      // The empty icon keeps browsers from asking a server for one.
      "img-src data:", "base-uri 'none'", "form-action 'none'",
    ].joined(separator: "; ")
  }

  private static func source(of text: String) -> String { "'sha256-\(Digest(of: Array(text.utf8)).base64)'" }
}

extension Digest {
  /// The digest in Base64.
  fileprivate var base64: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      let group = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      let bits = (0..<3).reduce(0) { $0 << 8 | Int($1 < group.count ? group[$1] : 0) }
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}
