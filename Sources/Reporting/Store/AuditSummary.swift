package import Planning
package import Running
import Store
import Text

/// An audit as people and programs see it.
package struct AuditSummary: Sendable {
  private let report: AuditReport
  private let population: AuditPopulation
  private let size: SampleSize
  private let seed: Int

  /// The number of stages that were drawn.
  private let drawn: Int

  /// The name of each stage for people.
  private let names: [StageID: String]

  package init(
    of report: AuditReport, _ population: AuditPopulation, size: SampleSize, seed: Int, names: [StageID: String]
  ) {
    self.report = report
    self.population = population
    self.size = size
    self.seed = seed
    self.names = names
    drawn = size.count(of: population.stages.count)
  }

  /// The numbers of forged stages that a sample without differences speaks of; `nil` for any other sample.
  private var bound: ForgeryBound? {
    guard report.differentCount == 0, !report.isInterrupted else { return nil }
    return ForgeryBound(
      population: population.stages.count, sample: drawn, undecided: report.undecidedCount + report.failedCount)
  }

  /// One percent of the stages, at least one.
  private var hundredth: Int { (population.stages.count + 99) / 100 }

  // MARK: For people

  package var text: String {
    let findings = report.findings.flatMap(lines)
    return (findings + [summary] + (bound.map(lines) ?? helpLines)).joined(separator: "\n")
  }

  private var summary: String {
    let (done, total) = (report.findings.count, population.stages.count)
    let drawing = "sample \(size), seed \(seed)"
    if report.isInterrupted {
      return "stopped: \(done) of the \(drawn) sampled stages have ended (\(drawing)): \(counts)"
    }
    let sampled = "\(drawn) of \(counted(total, "stage")) \(drawn == 1 ? "was" : "were")"
    return report.equalCount == done
      ? "\(sampled) rerun (\(drawing)); \(drawn == 1 ? "it is" : "all are") equal"
      : "\(sampled) sampled (\(drawing)): \(counts)"
  }

  private var counts: String {
    let undecided = report.undecidedCount > 0 ? ["\(report.undecidedCount) undecided"] : []
    let failed = report.failedCount > 0 ? ["\(report.failedCount) failed"] : []
    return (["\(report.equalCount) equal", "\(report.differentCount) different"] + undecided + failed)
      .joined(separator: ", ")
  }

  private func lines(_ finding: AuditReport.Finding) -> [String] {
    let title = "\(finding.stage.label) (\(finding.stage.id.digest.short))"
    switch finding.verdict {
    case .equal: return []
    case .different(let differences):
      return ["\(title): DIFFERS, on the same numerics class '\(report.numerics)'"] + differences.flatMap(lines)
    case .undecided(let differences, let numerics):
      let origin = numerics.map { "the record is from '\($0.visible)'" } ?? "the record's numerics class is unknown"
      return [
        "\(title): undecided: bits may differ honestly, so nothing can be concluded; \(origin), this machine is "
          + "'\(report.numerics)'"
      ] + differences.flatMap(lines)
    case .failed(let failure): return ["\(title): cannot carry out again: \(reason(failure).visible)"]
    }
  }

  private func lines(_ difference: AuditReport.Difference) -> [String] {
    [
      "  \(difference.artifact)", "    in the record  \(difference.recorded?.description ?? "not named")",
      "    made again     \(difference.made?.description ?? "not made")",
    ]
  }

  /// Why a stage failed. What a run would make again is here missing for good.
  private func reason(_ failure: StageFailure) -> String {
    guard case .store(.missing(let artifact, let stage)) = failure else { return failure.description }
    return "its input '\(artifact.rawValue)' of stage '\(names[stage] ?? stage.digest.short)' is missing or damaged in "
      + "the store"
  }

  /// What a sample with a difference, or one that was stopped, leads to.
  private var helpLines: [String] {
    report.differentCount == 0
      ? []
      : [
        "A stage that differs has a changed record or a changed input. To find all of them: --sample 100%"
      ]
  }

  private func lines(_ bound: ForgeryBound) -> [String] {
    let (forged, total) = (hundredth, bound.population)
    let condition =
      total < 100 ? "If 1 of the \(total) stages was" : "If 1 % of the stages (\(forged) of \(total)) were"
    let (subject, undecided) = (bound.undecided == 1 ? "stage" : "stages", bound.undecided)
    let caution = undecided == 0 ? [] : ["\(undecided) \(subject) without a verdict may be forged, and count so below."]
    let most = bound.largestForgedCount()
    let claim =
      most == 0
      ? "No stage is forged."
      : "At 95 % confidence, at most \(most) of the \(total) stages \(most == 1 ? "is" : "are") forged."
    return caution + [
      "\(condition) forged, a sample of this size would have found one with probability "
        + "\(probability(bound.detectionProbability(forged: forged))).",
      claim,
    ]
  }

  /// A probability with three digits, which says 0 or 1 only where it is meant.
  private func probability(_ value: Double) -> String {
    if value > 0.9995, value < 1 - 1e-9 { return "more than 0.999" }
    if value > 1e-9, value < 0.0005 { return "less than 0.001" }
    return fixed(value, 3)
  }

  // MARK: For programs

  package var json: String {
    JSONText.text(
      of: .object([
        JSONValue.Member("format", "sharespec audit 1"), JSONValue.Member("sample", .string(size.description)),
        JSONValue.Member("seed", .integer(seed)), JSONValue.Member("stages", .integer(population.stages.count)),
        JSONValue.Member("drawn", .integer(drawn)), JSONValue.Member("stopped", .boolean(report.isInterrupted)),
        JSONValue.Member("equal", .integer(report.equalCount)),
        JSONValue.Member("different", .integer(report.differentCount)),
        JSONValue.Member("undecided", .integer(report.undecidedCount)),
        JSONValue.Member("failed", .integer(report.failedCount)),
        JSONValue.Member("numerics", .string(report.numerics)),
        JSONValue.Member("findings", .array(report.findings.map(json))),
        JSONValue.Member("bound", bound.map(json) ?? .null),
      ]), .pretty)
  }

  private func json(_ finding: AuditReport.Finding) -> JSONValue {
    let (verdict, differences, numerics, reason): (String, [AuditReport.Difference], String?, String?) =
      switch finding.verdict {
      case .equal: ("equal", [], nil, nil)
      case .different(let differences): ("different", differences, report.numerics, nil)
      case .undecided(let differences, let numerics): ("undecided", differences, numerics, nil)
      case .failed(let failure): ("failed", [], nil, self.reason(failure))
      }
    return .object(
      [
        JSONValue.Member("stage", "\(finding.stage.id)"), JSONValue.Member("name", .string(finding.stage.label)),
        JSONValue.Member("verdict", .string(verdict)),
      ]
        + (numerics.map { [JSONValue.Member("numerics", .string($0))] } ?? [])
        + (reason.map { [JSONValue.Member("reason", .string($0))] } ?? [])
        + [JSONValue.Member("artifacts", .array(differences.map(json)))])
  }

  private func json(_ difference: AuditReport.Difference) -> JSONValue {
    [
      "name": .string(difference.artifact), "recorded": difference.recorded.map { "\($0)" } ?? .null,
      "made": difference.made.map { "\($0)" } ?? .null,
    ]
  }

  private func json(_ bound: ForgeryBound) -> JSONValue {
    [
      "forged": .integer(hundredth),
      "detection_probability": .real(bound.detectionProbability(forged: hundredth)), "confidence": .real(0.95),
      "at_most": .integer(bound.largestForgedCount()),
    ]
  }
}
