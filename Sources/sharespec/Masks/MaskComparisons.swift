import ArgumentParser
import MaskTools
import Reporting
import Text

/// `sharespec mask overlap`: how much masks have in common.
struct MaskOverlapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overlap",
    abstract: "Print the overlap ratios of masks, each with each and all together.",
    discussion: """
      \(maskNaming)

      The overlap ratio of masks is the number of scalars that all of them keep over that of those that any keeps: \
      Equation 4 of the paper. Named by a specification, the masks of all tasks are compared, as in the table that \
      'sharespec run' prints.

      EXAMPLES
        sharespec mask overlap specs/quickstart.yaml --variant sparse
        sharespec mask overlap select.ner select.pos --by tensor
        sharespec mask overlap a.safetensors b.safetensors c.safetensors --format markdown
      """)

  /// What ratios are printed for.
  enum Grouping: String, ExpressibleByArgument, CaseIterable { case network, tensor }

  /// How overlaps are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

  /// The most masks, of which each is compared with each.
  private static let mostMasks = 500

  @Argument(help: ArgumentHelp("The masks: files, stages, or specifications.", valueName: "mask"))
  var masks: [String]

  @OptionGroup var options: MaskOptions

  @Option(help: "Whether ratios are printed for the network alone or for each tensor too.")
  var by = Grouping.network

  @Option(help: "How the ratios are printed.")
  var format = Format.text

  func run() throws {
    let overlap = MaskOverlap(of: try options.aligned(masks, atLeast: 2, atMost: Self.mostMasks))
    noteCompleted(overlap.completed)
    let report = MaskOverlapReport(overlap, byTensor: by == .tensor)
    switch format {
    case .text: try writeResult(report.text)
    case .json: try writeResult(report.json)
    case .markdown: try writeResult(report.markdown)
    }
  }
}

/// `sharespec mask diff`: where two masks differ.
struct MaskDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Count by tensor what one mask keeps and the other does not.",
    discussion: """
      \(maskNaming) Two tasks, or two variants, of one specification are compared by naming both.

      Exits with 0 when both keep the same, with 1 when they differ, and with 2 when they cannot be compared.

      EXAMPLES
        sharespec mask diff select.ner select.pos
        sharespec mask diff specs/quickstart.yaml --variant sparse --task ner --task pos
        sharespec mask diff mine.safetensors specs/quickstart.yaml --variant sparse --task ner --format json
      """)

  @Argument(help: ArgumentHelp("The masks: files, stages, or specifications.", valueName: "mask"))
  var masks: [String]

  @OptionGroup var options: MaskOptions

  @Option(help: "How the difference is printed.")
  var format = TextOrJSON.text

  func run() throws {
    let difference: MaskDifference
    do {
      difference = MaskDifference(between: try options.aligned(masks, atLeast: 2, atMost: 2))
    } catch is ExitCode {
      throw ExitCode(2)
    }
    noteCompleted(difference.completed)
    try writeResult(format.choice(text: difference.text, json: difference.json))
    if !difference.isEqual { throw ExitCode(1) }
  }
}

extension MaskOptions {
  /// The masks that `names` stand for, over the same tensors.
  fileprivate func aligned(_ names: [String], atLeast least: Int, atMost most: Int = .max) throws -> AlignedMasks {
    let masks = try self.masks(names, allTowers: true)
    guard masks.count >= least, masks.count <= most else {
      let wanted = least == most ? "\(least)" : masks.count < least ? "at least \(least)" : "at most \(most)"
      throw failure(
        "\(wanted) masks are compared, and these are \(masks.count)"
          + (masks.isEmpty ? "" : ": \(shortList(masks.map(\.name)))"),
        help: masks.count < least ? "name another mask" : "choose with --task or --variant")
    }
    do throws(MaskMismatch) { return try AlignedMasks(masks) } catch { throw failure("\(error)") }
  }
}
