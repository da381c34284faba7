import ArgumentParser
import Diagnostics
import MaskTools
import Reporting
import Text

/// `sharespec mask show`: masks tensor by tensor.
struct MaskShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show masks tensor by tensor: sizes, and how much is kept.",
    discussion: """
      \(maskNaming)

      Sparsity is the fraction that is kept, as in the paper. With --picture each tensor is drawn as blocks, the darker \
      the more is kept there; rows run downwards, and what is behind the first extent runs to the right.

      EXAMPLES
        sharespec mask show specs/quickstart.yaml --variant sparse --task ner
        sharespec mask show select.ner --picture
        sharespec mask show masks.safetensors --format json
      """)

  @Argument(help: ArgumentHelp("The mask: a file, a stage, or a specification.", valueName: "mask"))
  var mask: String

  @OptionGroup var options: MaskOptions

  @Flag(help: "Draw each tensor as blocks of text.")
  var picture = false

  @Option(help: "How the masks are printed.")
  var format = TextOrJSON.text

  func run() throws {
    let listing = MaskListing(try options.masks([mask]), withPictures: picture)
    try writeResult(format.choice(text: listing.text, json: listing.json))
  }
}

/// `sharespec mask stats`: what masks leave of a network.
struct MaskStats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count what masks leave: by layer and tensor, and rows, columns and units that are cut off.",
    discussion: """
      \(maskNaming)

      A row or column is dead if nothing of it is kept. A unit of a layer is without input if none of its gates keeps a \
      weight, and without output if neither its own layer nor the one above reads it; the head reads the top layer.

      EXAMPLES
        sharespec mask stats specs/quickstart.yaml --variant sparse
        sharespec mask stats mask.ner.3 --store /scratch/me
        sharespec mask stats masks.safetensors --task ner --format json
      """)

  @Argument(help: ArgumentHelp("The mask: a file, a stage, or a specification.", valueName: "mask"))
  var mask: String

  @OptionGroup var options: MaskOptions

  @Option(help: "How the counts are printed.")
  var format = TextOrJSON.text

  func run() throws {
    let statistics = try options.masks([mask]).map(MaskStatistics.init(of:))
    switch format {
    case .text: try writeResult(statistics.map(\.text).joined(separator: "\n\n\n"))
    case .json: try writeResult(JSONText.text(of: .array(statistics.map(\.json)), .pretty))
    }
  }
}
