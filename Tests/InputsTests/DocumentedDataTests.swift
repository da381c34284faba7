import Diagnostics
import ExperimentGraph
import Foundation
import FrontEndSupport
import Planning
import Testing

@testable import Inputs

private let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/data.md")

/// A format as the documentation shows it: a file and the dataset that reads it.
private struct DocumentedFormat: CustomTestStringConvertible {
  let title: String
  let file: String
  let dataset: String

  var testDescription: String { title }
}

/// The sections of the documentation that show a file and a dataset.
private func documentedFormats() throws -> [DocumentedFormat] {
  try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n### ").dropFirst().compactMap { section in
    let blocks = section.components(separatedBy: "\n```")
    func block(_ kinds: String...) -> String? {
      blocks.first { block in kinds.contains { block.hasPrefix($0 + "\n") } }
        .map { $0.split(separator: "\n", maxSplits: 1).last.map { $0 + "\n" } ?? "" }
    }
    guard let file = block("text", "json"), let dataset = block("yaml") else { return nil }
    return DocumentedFormat(
      title: String(section.prefix { $0 != "\n" }), file: file, dataset: dataset)
  }
}

@Suite struct DocumentedDataTests {
  @Test func everyFormatIsShown() throws {
    #expect(try documentedFormats().count == 5)
  }

  /// The files of the examples are read as their datasets say, and nothing is wrong in them but what the page says.
  @Test(arguments: try documentedFormats())
  fileprivate func examplesAreRead(example: DocumentedFormat) throws {
    let folder = try DataFolder(["train.txt": example.file])
    let dataset = example.dataset.split(separator: "\n").map { "\n      " + $0 }.joined()
    let isConllu = example.dataset.contains("conllu")
    let task =
      isConllu
      ? "{dataset: d, column: upos, metric: accuracy}" : "{dataset: d, column: label, metric: accuracy}"
    let census = try folder.census(specification(dataset: dataset, task: task))
    #expect(census.log.errorCount == 0, "\(census.text)")
    #expect(census.sizes.training(census.subjects.corpora[0])?.sentences == 1)
  }

  /// The whole specification of the page is right.
  @Test func theCompleteSpecificationCompiles() throws {
    let text = try String(contentsOf: page, encoding: .utf8)
    let block = try #require(text.components(separatedBy: "```yaml\n").first { $0.hasPrefix("sharespec: 1") })
    let graph = try rightGraph(block.components(separatedBy: "```")[0])
    #expect(graph.variants.count == 3)
  }

  @Test func everyCodeIsExplained() throws {
    let text = try String(contentsOf: page, encoding: .utf8)
    for code in DataCode.all { #expect(text.contains("| \(code.id) |"), "\(code.id)") }
    let documented = text.split(separator: "\n").filter { $0.hasPrefix("| E08") || $0.hasPrefix("| W08") }
    #expect(documented.count == DataCode.all.count)
  }
}
