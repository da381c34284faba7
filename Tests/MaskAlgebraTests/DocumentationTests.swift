import Foundation
import MaskAlgebra
import Model
import Testing

/// The text of `docs/masks.md`.
private func documentation(_ file: String = #filePath) throws -> String {
  let path = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(
    "../../docs/masks.md")
  return try String(contentsOf: path, encoding: .utf8)
}

@Test func equationsOfTheDocumentationHold() throws {
  var towers: TowerScope?
  var count = 0
  for line in try documentation().split(separator: "\n") {
    if line.hasPrefix("```") {
      towers = line.split(separator: " ").dropFirst().first.flatMap { TowerScope(rawValue: String($0)) }
    } else if let towers {
      let sides = line.split(separator: "=").map(String.init)
      try #require(sides.count == 2, "\(line)")
      let base = paperBase(layers: 2, towers: towers)
      #expect(try mask(sides[0], in: base) == mask(sides[1], in: base), "\(line)")
      count += 1
    }
  }
  #expect(count > 20)
}

@Test func canonicalTextsOfTheDocumentationAreShown() throws {
  let text = try documentation()
  let table = try #require(text.range(of: "| written, for `ner` | shown |\n| --- | --- |\n"))
  let rows = text[table.upperBound...].split(separator: "\n", omittingEmptySubsequences: false).prefix {
    $0.hasPrefix("|")
  }
  #expect(rows.count == 5)
  for row in rows {
    let cells = row.replacingOccurrences(of: "\\|", with: "¦").split(separator: "|").map {
      $0.replacingOccurrences(of: "¦", with: "|").trimmingCharacters(in: CharacterSet(charactersIn: " `"))
    }
    #expect(try mask(cells[0], in: paperBase(layers: 2)).canonicalText == cells[1])
  }
}
