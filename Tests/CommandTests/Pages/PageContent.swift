import Foundation
import Testing

/// The stages that a page for reviewers holds as data, read as the page's script reads them.
struct PageStages {
  /// The names of the stages, group by group.
  let names: [[String]]
  let identities: [String]

  /// The listings of a page.
  static func listings(of page: String) throws -> [PageStages] {
    let start = try #require(page.firstRange(of: "id=\"data\">")).upperBound
    let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
    let value = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8))
    return try #require(value as? [[String: Any]]).map { try PageStages($0) }
  }

  private init(_ listing: [String: Any]) throws {
    func strings(_ name: String) -> [String] { listing[name] as? [String] ?? [] }
    let stages = try #require(listing["stages"] as? [String: Any])
    func column(_ name: String) -> [Int] { stages[name] as? [Int] ?? [] }
    let digits = Array(try #require(listing["ids"] as? String))
    let purposes = try #require(listing["purposes"] as? [[Any]])
    let kinds = strings("kinds"), variants = strings("names")
    identities = stride(from: 0, to: digits.count, by: 64).map { String(digits[$0..<$0 + 64]) }
    let all = zip(zip(column("purpose"), column("variant")), zip(column("digits"), identities)).map { title, end in
      let purpose = purposes[title.0]
      var parts = [kinds[purpose[0] as? Int ?? 0]]
      if title.1 >= 0 { parts.append(variants[title.1]) }
      if let subject = purpose[1] as? String, !subject.isEmpty { parts.append(subject) }
      return parts.joined(separator: ".") + (end.0 > 0 ? "~" + end.1.prefix(end.0) : "")
    }
    var rest = all[...]
    names = try #require(listing["groups"] as? [[Any]]).map { group in
      defer { rest = rest.dropFirst(group[0] as? Int ?? 0) }
      return Array(rest.prefix(group[0] as? Int ?? 0))
    }
  }
}

/// The cells of the table of groups of a page, as the page has them without its script.
func groupRows(of page: String) -> [[String]] {
  page.matches(of: /<tr class="group">(.*?)<\/tr>/).map { row in
    row.1.matches(of: /<t[hd][^>]*>(.*?)<\/t[hd]>/).map { plainText(String($0.1)) }
  }
}

/// The text of markup.
func plainText(_ markup: String) -> String {
  markup.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
}

/// The page without its style sheet, data and script, a line for each part.
func visibleMarkup(of page: String) -> String {
  page.replacing(/(?s)<style>.*?<\/style>|<script.*?<\/script>/, with: "")
    .replacing(/sha256-[A-Za-z0-9+\/=]*/, with: "…")
    .replacing(/<(section|tr|div|dl|label|p|form|table|li)\b/) { "\n\($0.0)" }
}

/// The path of a page that was reviewed.
func pageGolden(_ name: String) -> String { "\(root.path)/Tests/CommandTests/Fixtures/pages/\(name)" }
