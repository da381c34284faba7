import Diagnostics
import Planning
import Store
import Text

extension ExperimentReport {
  /// The report as JSON: every table, the numbers of every figure, and where each number comes from.
  package var json: String {
    JSONText.text(
      of: [
        "format": "sharespec report 1", "name": .string(name), "release": .string(release),
        "stages": .integer(stageCount), "variants": .integer(variantCount),
        "missing": .array(missing.map { ["stage": .string($0.label), "identity": "\($0.id)"] }),
        "exhibits": .array(exhibits.map(\.json)), "origins": .array(origins.map(\.json)),
        "specification": .string(specification),
      ], .pretty) + "\n"
  }
}

extension ExperimentReport.Exhibit {
  fileprivate var json: JSONValue {
    let tables: [ReportTable] =
      switch content {
      case .table(let table): [table]
      case .figure(let figure): figure.tables
      }
    let kind =
      switch content {
      case .table: "table"
      case .figure: "figure"
      }
    return [
      "name": .string(name), "title": .string(title), "kind": .string(kind), "tables": .array(tables.map(\.json)),
    ]
  }
}

extension ReportTable {
  fileprivate var json: JSONValue {
    [
      "rows_are": .string(rowTitle),
      "columns": .array(columns.map { ["group": .string($0.group), "title": .string($0.title)] }),
      "rows": .array(
        rows.map { row in
          [
            "label": .string(row.label), "reference_only": .boolean(row.isReference),
            "cells": .array(row.cells.map(\.json)),
          ]
        }), "notes": .array(notes.map(JSONValue.string)),
    ]
  }
}

extension ReportTable.Cell {
  fileprivate var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .real($0) } ?? .null }
    return .object(
      [
        .init("value", number(value)), .init("deviation", number(deviation)), .init("reference", number(reference)),
        .init("mark", JSONValue(mark?.rawValue)),
      ]
        + (test.map { test in
          [
            .init("interval", test.interval.map { .array([.real($0.lowerBound), .real($0.upperBound)]) } ?? .null),
            .init("p_value", number(test.pValue)), .init("significant", .boolean(test.isSignificant)),
          ]
        } ?? []) + (words.map { [.init("words", .string($0))] } ?? []))
  }
}

extension NumberOrigin {
  fileprivate var json: JSONValue {
    let about = circumstances
    return .object(
      [.init("variant", .string(variant)), .init("seed", .integer(seed)), .init("task", .string(task))]
        + (set.map { [.init("set", .string($0))] } ?? []) + [
          .init("score", score.map { .real($0) } ?? .null), .init("trained_by", "\(training.id)"),
          .init("scored_by", "\(evaluation.id)"), .init("began", JSONValue(began)),
          .init("seconds", about.map { .real($0.seconds) } ?? .null), .init("threads", JSONValue(about?.threads)),
          .init("host", JSONValue(host)), .init("processor", JSONValue(about?.machine.processor)),
          .init("numerics", JSONValue(about?.machine.numerics)), .init("release", JSONValue(about?.release)),
        ])
  }
}
