package import ExperimentSpec
package import Files
package import Planning
package import Store

/// A report on an experiment: what its specification asks for, filled with what a store holds, in no format yet.
package struct ExperimentReport: Sendable {
  let name: String
  let exhibits: [Exhibit]

  /// Where the numbers come from, score by score.
  let origins: [NumberOrigin]

  /// The specification written out in full, without extensions, presets and sweeps.
  let specification: String

  /// The stages that results come from directly and that the store does not hold.
  package let missing: [Stage]

  /// How many stages the plan has, and for whom it was made.
  let stageCount: Int
  let variantCount: Int

  /// The drawing of the plan as SVG, if there is one.
  let graph: String?

  /// The release of ShareSpec that made the report.
  let release: String

  /// A table or a figure with its name and title.
  struct Exhibit: Sendable {
    let name: String
    let title: String
    let content: Content
  }

  enum Content: Sendable {
    case table(ReportTable)
    case figure(ReportFigure)
  }
}

extension ExperimentReport {
  /// Fills what `spec` asks for with what `store` holds of `plan`; what is not there stays empty.
  ///
  /// - Parameters:
  ///   - files: the files of the specification that are there, whose tokens are counted.
  ///   - paths: how the specification shows paths.
  ///   - isAnonymous: whether hosts and dates are left out.
  package init(
    of spec: Spec, _ plan: Plan, files: ResolvedFiles, in store: StoreInspection, graph: String?,
    paths: PathDisplay = PathDisplay(), isAnonymous: Bool = false
  ) throws(FileFailure) {
    let material = try ReportMaterial(of: spec, plan, files: files, in: store, paths)
    var exhibits: [Exhibit] = []
    for entry in spec.report.isEmpty ? material.usualExhibits : spec.report.map({ ($0.name, $0.value) }) {
      exhibits.append(try material.exhibit(entry.0, entry.1))
    }
    self.init(
      name: spec.name, exhibits: exhibits, origins: try material.origins(isAnonymous: isAnonymous),
      specification: Self.specification(spec, of: plan, paths), missing: try material.missing,
      stageCount: plan.stages.count,
      variantCount: plan.variants.count, graph: graph, release: Release.version)
  }

  /// The variants of `plan` in full, with their sweep where it can be kept.
  private static func specification(_ spec: Spec, of plan: Plan, _ paths: PathDisplay) -> String {
    let names = Set(plan.variants.map(\.name))
    let variants = spec.variants.filter { names.contains($0.name) }
    return (ResolvedSpecification(keepingSweepOf: spec, only: variants) ?? ResolvedSpecification(spec, only: variants))
      .showing(paths).text
  }
}

/// Where a number of a report comes from.
struct NumberOrigin: Sendable {
  let variant: String
  let seed: Int
  let task: String

  /// In percent; `nil` where the stage is not done.
  let score: Double?

  /// The stages that trained the network and that scored it.
  let training: Stage
  let evaluation: Stage

  /// How the training came about; `nil` where that is not known.
  let circumstances: Provenance.Circumstances?

  /// The further test set that the score is on; `nil` for the task's own split.
  var set: String? = nil

  /// Whether it is left out who trained the network, where and when.
  var isAnonymous = false

  /// When the training began, and on which machine; `nil` where that is not known or left out.
  var began: String? { isAnonymous ? nil : circumstances?.started }
  var host: String? { isAnonymous ? nil : circumstances?.machine.host }
}
