import Diagnostics
import Text

extension Spec {
  /// Records in `log` every name in the report that nothing in the specification has.
  func checkReport(log: inout DiagnosticLog) {
    if report.isEmpty { return }
    let names = ReportNames(of: self)
    for exhibit in report { names.check(exhibit.value, log: &log) }
  }
}

/// The names that a report may use.
private struct ReportNames {
  /// The variants as they are declared, without their seeds, and as they are called.
  let variants: [String]
  let tasks: [String]
  let datasets: [String]

  init(of spec: Spec) {
    variants = distinct(spec.variants.map(\.declared) + spec.variants.map(\.group) + spec.variants.map(\.name))
    tasks = distinct(spec.variants.flatMap { $0.experiment.tasks.map(\.name) })
    datasets = distinct(spec.variants.flatMap { $0.experiment.datasets.map(\.name) })
  }

  func check(_ exhibit: ExhibitSpec, log: inout DiagnosticLog) {
    for variant in exhibit.variants where !variants.contains(variant.value) {
      log.record(.unknownReference(variant, .variant, known: variants))
    }
    for label in exhibit.labels where !(variants + tasks + datasets).contains(label.name) {
      log.record(.unknownReportName(label.located, "variant, task or dataset", known: variants + tasks + datasets))
    }
    guard let reference = exhibit.reference else { return }
    let rows = exhibit.kind == .corpora ? datasets : variants
    for row in reference.values where !rows.contains(row.name) {
      log.record(.unknownReference(row.located, exhibit.kind == .corpora ? .dataset : .variant, known: rows))
    }
    let columns = exhibit.kind.columns(tasks: tasks)
    for value in (reference.values + reference.others).flatMap(\.value) where !columns.contains(value.name) {
      log.record(.unknownReportName(value.located, "column of this table", known: columns))
    }
  }
}

extension Named {
  /// The name with its place.
  fileprivate var located: Located<String> { Located(name, .written(nameRange)) }
}

/// `names` in order, each once.
private func distinct(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  return names.filter { seen.insert($0).inserted }
}

extension Diagnostic {
  /// A key of a report that names nothing which it could be about.
  fileprivate static func unknownReportName(_ name: Located<String>, _ kind: String, known: [String]) -> Diagnostic {
    let finding = Diagnostic(
      SpecCode.unknownReference, .error, "there is no \(kind) called '\(name.value)'", at: name.origin.range,
      label: "not the name of a \(kind)", help: "there are \(quotedList(known))")
    guard let range = name.origin.range else { return finding }
    return .suggesting(likelyMeant(by: name.value, among: known), insteadOf: range, in: finding)
  }
}
