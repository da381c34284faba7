@testable import MaskTools
@testable import Text
import Foundation
import FoundationXML
import Statistics
import TestSupport
import Testing

@testable import Reporting

/// A text with everything that some format gives a meaning.
private let hostile = "<script>alert(\"1\")</script> a_b% & #1 $x$ {y} \\z ~^ |p| *q* `r` [s](t) 'u' \u{1}"

/// A report with a cell of every kind, whose things are called `name`.
private func report(callingThings name: String) -> ExperimentReport {
  let table = ReportTable(
    rowTitle: "Systems",
    columns: [
      ReportTable.Column(group: name, title: "dev F1"), ReportTable.Column(group: name, title: "Δ"),
      ReportTable.Column(title: "# Params"),
    ],
    rows: [
      ReportTable.Row(
        label: name,
        cells: [
          ReportTable.Cell(90.005, deviation: 0.25, reference: 89.36, .decimals(2), mark: .best),
          ReportTable.Cell(nil, .difference(2)), ReportTable.Cell(1_601_790, reference: 1_602_000, .thousands),
        ]),
      ReportTable.Row(
        label: "hard",
        cells: [
          ReportTable.Cell(88, .decimals(2)),
          ReportTable.Cell(
            -2.005, reference: 1, .difference(2), mark: .hurt,
            test: ReportTable.TestResult(interval: -3.5...(-0.25), pValue: 0.01, isSignificant: true)),
          ReportTable.Cell(
            5, .thousands, test: ReportTable.TestResult(interval: nil, pValue: nil, isSignificant: false)),
        ]),
      ReportTable.Row(
        label: "earlier work", cells: [ReportTable.Cell(nil, reference: 89, .decimals(2)), .empty, .empty],
        isReference: true),
    ], notes: ["A note on \(name)."])
  let lines = LineChart(
    title: name, x: LineChart.Axis(title: "epoch", isCounted: true), y: LineChart.Axis(title: name),
    right: LineChart.Axis(title: "ratio"),
    series: [
      LineChart.Series(
        name: name, points: [LineChart.Point(x: 1, y: 80), LineChart.Point(x: 2, y: 90, isChosen: true)]),
      LineChart.Series(name: "ratio", points: [LineChart.Point(x: 1, y: 0.5)], isOnRight: true),
    ])
  let sharing = SharingChart(
    title: name, tasks: [name, "ner"], regions: [name, "encoder.1"],
    bars: [SharingChart.Bar(tasks: [0, 1], counts: [10, 20]), SharingChart.Bar(tasks: [1], counts: [0, 5])])
  let grid = GridChart(
    title: name, columns: [name],
    rows: [GridChart.Row(label: name, values: [0.4]), GridChart.Row(label: "b", values: [nil])])
  return ExperimentReport(
    name: name,
    exhibits: [
      ExperimentReport.Exhibit(name: "table3", title: name, content: .table(table)),
      ExperimentReport.Exhibit(name: "curves", title: name, content: .figure(.lines([lines]))),
      ExperimentReport.Exhibit(name: "sharing", title: name, content: .figure(.sharing([sharing]))),
      ExperimentReport.Exhibit(name: "layers", title: name, content: .figure(.grid([grid]))),
      ExperimentReport.Exhibit(name: "nothing", title: name, content: .figure(.lines([]))),
    ],
    origins: [
      NumberOrigin(
        variant: name, seed: 7, task: name, score: 90.005, training: specimen(0, called: name),
        evaluation: specimen(1, called: "evaluate"), circumstances: nil)
    ], specification: "name: \(name)\n", missing: [specimen(2, called: name)], stageCount: 3, variantCount: 1,
    graph: nil,
    release: "0.0.0")
}

@Test func theMarkdownAndTheLaTeXAreTheGoldens() {
  let folder = fixturesFolder(besides: #filePath)
  let report = report(callingThings: "a_b% <i>")
  #expect(difference(of: report.markdown(), fromGolden: folder + "/report.md") == nil)
  #expect(difference(of: report.latex, fromGolden: folder + "/report.tex") == nil)
  #expect(difference(of: report.json, fromGolden: folder + "/report.json") == nil)
}

@Test func whatThingsAreCalledIsNeverMarkup() throws {
  let page = report(callingThings: hostile).html
  #expect(!page.contains("<script"))
  let parser = XMLReading(page.replacing("<!DOCTYPE html>\n", with: "").replacing(/<meta [^>]*>/, with: ""))
  #expect(parser.failure == nil)
  #expect(parser.elements.allSatisfy { $0 != "script" && $0 != "i" })
  // Everywhere that the name stands it can be read as it is, but for the control character.
  let shown = hostile.replacing("\u{1}", with: "<U+0001>")
  #expect(parser.texts.count { $0 == shown } >= 12)
  let drawings = report(callingThings: hostile).drawings
  for drawing in drawings { #expect(XMLReading(drawing.text).failure == nil) }
  #expect(Set(drawings.map(\.fileName)).count == drawings.count)
}

@Test func inMarkdownAndLaTeXNamesStayInTheirPlaces() {
  let plain = report(callingThings: "name")
  let strange = report(callingThings: hostile)
  // No name opens a line, a cell or a group of its own.
  func cells(_ text: String) -> [Int] {
    text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
      line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
    }
  }
  #expect(cells(strange.markdown()) == cells(plain.markdown()))
  func balance(_ text: String) -> Int {
    let bare = text.replacing(/\\[\\{}&%$#_]/, with: "")
    return bare.count { $0 == "{" } - bare.count { $0 == "}" }
  }
  #expect(balance(strange.latex) == 0)
  let bare = strange.latex.replacing(/\\[\\{}&%$#_]/, with: "")
  let lines = bare.split(separator: "\n").filter { !$0.hasPrefix("%") }
  #expect(!lines.contains { $0.contains("%") || $0.contains("#") || $0.contains("~") })
  #expect(lines.joined().replacing("$\\Delta$", with: "").count { $0 == "$" } % 2 == 0)
}

@Test(arguments: ["[12] Somebody", "*", "]"]) func aLabelThatLaTeXWouldTakeForAnOptionIsText(name: String) {
  let lines = report(callingThings: name).latex.split(separator: "\n")
  #expect(lines.contains { $0.hasPrefix("{\(name.prefix(1))}") && $0.contains("90.01") })
}

@Test func everyFigureIsAlsoToldInNumbers() {
  let text = report(callingThings: "name").markdown()
  for number in ["80.00", "90.00", "0.500", "| name \\& ner | 10 | 20 | 30 |", "40.0"] {
    #expect(text.contains(number))
  }
  let pictured = report(callingThings: "name").markdown(pictures: [1: ["a b.svg"]])
  #expect(pictured.contains("![name](<a b.svg>)") && !pictured.contains("80.00"))
}

@Test(arguments: [
  [0.0, 1], [91.36, 91.68], [84.5, 84.5], [-3, 2], [1, 4], [0, 1_362_000], [1e-7, 2e-7], [12, 12.0001], [0, 0],
])
func anAxisHoldsItsValuesWithAFewRoundNumbers(values: [Double]) {
  for count in 2...6 {
    let scale = AxisScale(values, count: count)
    #expect((2...count + 2).contains(scale.ticks.count))
    for value in values { #expect((-1e-9...1 + 1e-9).contains(scale.fraction(value))) }
    let labels = scale.ticks.map(scale.label)
    #expect(Set(labels).count == labels.count)
    for (tick, label) in zip(scale.ticks, labels) {
      let step = scale.ticks[1] - scale.ticks[0]
      #expect(abs((Double(label) ?? .nan) - tick) < step / 1000)
    }
  }
}

@Test func anAxisOfCountedThingsHasWholeNumbers() {
  #expect(AxisScale([1, 4], counted: true).ticks == [1, 2, 3, 4])
  #expect(AxisScale([1, 1], counted: true).ticks.allSatisfy { $0 == $0.rounded() })
}

@Test func aSampleHasTheMeanAndTheDeviationOfWhatItIsFrom() {
  let sample = Sample([2, 4, 4, 4, 5, 5, 7, 9])
  #expect(sample.mean == 5)
  #expect(abs((sample.deviation ?? 0) - (32.0 / 7).squareRoot()) < 1e-12)
  #expect(Sample([]).mean == nil && Sample([3]).mean == 3 && Sample([3]).deviation == nil)
}

/// What a reader of XML makes of a text.
private final class XMLReading: NSObject, XMLParserDelegate {
  private(set) var elements: [String] = []
  private(set) var texts: [String] = []
  private(set) var failure: String?
  private var text = ""

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() { failure = parser.parserError.map { "\($0)" } ?? "it is not well-formed" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(name)
    endText()
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    endText()
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

  private func endText() {
    if !text.isEmpty { texts.append(text) }
    text = ""
  }
}
