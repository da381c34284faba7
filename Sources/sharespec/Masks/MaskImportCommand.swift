import ArgumentParser
import Files
import Inputs
import MaskAlgebra
import MaskTools
import Planning
import Text

/// `sharespec mask import`: makes a mask of another program's file.
struct MaskImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a mask that specifications take as file(…) out of another program's safetensors file.",
    discussion: """
      The file's tensors hold only zeros and ones, as truth values, integers or floats. What a 1 means is said with \
      --polarity and never guessed: 'keep' as in torch.nn.utils.prune, 'drop' as in programs that mark what is pruned.

      Names are those of the network, as docs/masks.md lists them, after the task and a slash where there are masks of \
      several tasks. --map gives tensors of other names theirs; a star stands for any text on both sides. With \
      --map, tensors that it does not name and that hold other numbers are left out, such as the weights in a state_dict \
      pruned by torch.nn.utils.prune. With --spec \
      names and shapes are checked against the specification's network, and nothing that pruning may touch may be absent.

      EXAMPLES
        sharespec mask import theirs.safetensors -o ner.safetensors --polarity keep
        sharespec mask import pruned.safetensors -o mine.safetensors --polarity drop --map 'lstm.*_mask=encoder.*' \\
          --spec experiment.yaml
        sharespec mask import state_dict.safetensors -o mine.safetensors --polarity keep --map '*_mask=*'
        sharespec mask import ner.safetensors -o mine.safetensors --polarity keep --task ner
      """)

  @Argument(
    help: ArgumentHelp("The safetensors file.", valueName: "file"), completion: .file(extensions: ["safetensors"]))
  var file: String

  @OptionGroup var target: MaskOutput

  @Option(
    name: .customLong("map"), parsing: .singleValue,
    help: ArgumentHelp(
      "What a tensor is called here. May be repeated; the first that fits counts.", valueName: "theirs=ours"))
  var renamings: [TensorRenaming] = []

  @Option(help: ArgumentHelp("The task that masks without one are of.", valueName: "name"))
  var task: String?

  @Option(
    help: ArgumentHelp("The specification or plan whose network the mask is for.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var spec: String?

  @Option(
    help: ArgumentHelp(
      "The variant whose network is meant, where networks differ; the name of a swept one means all of its cells.",
      valueName: "name"))
  var variant: String?

  @OptionGroup var options: SourceOptions

  func run() throws {
    try refuseInputs([file] + [spec].compactMap(\.self), as: target.output)
    let network = try spec.map(network)
    let bytes = try orExit { () throws(FileFailure) in try LocalFileSystem().contents(of: file, upTo: .maskFile) }
    let request = MaskImport(polarity: target.polarity, renamings: renamings, task: task, network: network)
    let masks: [NamedMask]
    do throws(MaskImportFailure) { masks = try request.masks(in: bytes, from: file) } catch {
      throw failure(error.description, help: error.help)
    }
    try writeOutput(masks.file(.keep, .packed), to: target.output, madeFrom: [file])
  }

  /// The tensors of the network of `file`, and which of them need not be there.
  private func network(of file: String) throws -> (shapes: BaseTensorShapes, optional: Set<String>) {
    let plan = try options.plan(file, for: .planning).plan
    let variants = try variant.map { try plan.variants(named: [$0], in: file) } ?? plan.variants
    let networks = variants.compactMap { variant in
      variant.network(in: plan).map { network in
        let optional = variant.masks.universe.tensors.filter { !$0.isPrunable }.map(\.name)
        return (shapes: BaseTensorShapes(of: network), optional: Set(optional))
      }
    }
    guard let first = networks.first,
      networks.allSatisfy({ $0.shapes == first.shapes && $0.optional == first.optional })
    else {
      throw failure(
        "\(shortList(variants.map(\.name))) of '\(file)' have different networks", help: "name one with --variant")
    }
    return first
  }
}

extension MaskPolarity: ExpressibleByArgument {}

extension TensorRenaming: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
