import ArgumentParser
import MaskTools
import Text

/// `sharespec mask export`: writes masks for other programs.
struct MaskExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write masks as a safetensors file, for other programs or for specifications.",
    discussion: """
      \(maskNaming)

      Dense masks have one number for each scalar, in the shape of the tensor and under PyTorch's name for it. Packed \
      ones, eight scalars to a byte, are what the store holds. Masks of tasks stand under 'TASK/'; with one --task its \
      mask stands alone, without that.

      EXAMPLES
        sharespec mask export select.ner -o ner.safetensors --polarity keep
        sharespec mask export specs/quickstart.yaml --variant sparse --task ner -o ner.safetensors --polarity keep
        sharespec mask export masks.safetensors -o dropped.safetensors --polarity drop --dtype u8
        sharespec mask export select.ner -o packed.safetensors --polarity keep --layout packed
      """)

  /// How masks are laid out.
  enum Layout: String, ExpressibleByArgument, CaseIterable { case packed, dense }

  @Argument(help: ArgumentHelp("The mask: a file, a stage, or a specification.", valueName: "mask"))
  var mask: String

  @OptionGroup var target: MaskOutput

  @Option(help: "The type of the numbers in a dense mask; default: bool.")
  var dtype: MaskElement?

  @Option(help: "How the masks are laid out.")
  var layout = Layout.dense

  @OptionGroup var options: MaskOptions

  func validate() throws {
    if layout == .packed, let dtype, dtype != .u8 {
      throw ValidationError("A packed mask holds bytes: leave out --dtype, or write --dtype u8.")
    }
  }

  func run() throws {
    try refuseInputs([mask], as: target.output)
    var masks = try options.masks([mask])
    if masks.count == 1, options.task.count == 1 { masks[0].task = nil }
    let tasks = masks.map { $0.task ?? "" }
    if tasks.withoutRepetitions.count < tasks.count {
      throw failure("masks of several variants have the same task", help: "name one --variant")
    }
    let layout: MaskFileLayout =
      switch layout {
      case .packed: .packed
      case .dense: .dense(dtype ?? .bool)
      }
    try writeOutput(masks.file(target.polarity, layout), to: target.output, madeFrom: [mask])
  }
}

extension MaskElement: ExpressibleByArgument {}
