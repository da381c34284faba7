import ArgumentParser
import Execution
import Inputs
import Planning

/// `sharespec weights`: trained weights for other programs.
struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights",
    abstract: "Take trained weights out of the store in the form that PyTorch loads.",
    discussion: """
      EXAMPLES
        sharespec weights export specs/quickstart.yaml --variant sparse --task ner
      """,
    subcommands: [WeightsExport.self])
}

/// `sharespec weights export`: writes subnets as state dicts.
struct WeightsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the subnet of a task, or of each task, as a safetensors file that PyTorch loads as it is.",
    discussion: """
      Tensors have the names and the layout of torch.nn.Embedding, Conv1d and Linear, and of the encoder's module: \
      load_state_dict takes them. What a task's mask drops is 0, or with --unmasked what training left there. Without --task the tensors of each \
      task have its name and a dot before theirs, as in an nn.ModuleDict.

      Words, characters and tags stand in the file's metadata, as JSON under 'sharespec'. docs/weights.md lists all \
      names and has a program that loads the file and tags a sentence.

      EXAMPLES
        sharespec weights export specs/quickstart.yaml --variant sparse --task ner
        sharespec weights export experiment.yaml --variant hard -o hard.safetensors --data ~/corpora
        sharespec weights export experiment.yaml --variant sparse --task ner --unmasked -o - | sha256sum
      """)

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "spec"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var specification: String

  @OptionGroup var subnet: SubnetOptions

  @Option(help: ArgumentHelp("The task whose subnet is written; without, those of all tasks.", valueName: "name"))
  var task: String?

  @Flag(help: "Leave in what the mask drops.")
  var unmasked = false

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The file to write, - for standard output. Default: VARIANT.safetensors or VARIANT.TASK.safetensors.",
      valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var output: String?

  func run() throws {
    let plan = try subnet.source.plan(specification, for: .running).plan
    let variant = try plan.variant(subnet.variant, in: specification)
    if let task { try variant.checkTask(task, in: specification) }
    let inputs = [specification] + plan.inputPaths
    let target = output ?? fileName(variant.name)
    try refuseInputs(inputs, as: target)
    let tasks = task.map { [$0] } ?? variant.tasks.map(\.name)
    let subnets = try subnet.trainedSubnets(tasks, of: variant, plan, specification)
    let file = SubnetFile(
      subnets, areAlone: task != nil, experiment: plan.name, variant: variant.name, isMasked: !unmasked)
    try writeOutput(file.bytes, to: target, madeFrom: inputs)
    if output == nil { writeToStandardError("wrote '\(target)'\n") }
  }

  private func fileName(_ variant: String) -> String {
    let name = ([variant] + [task].compactMap(\.self)).joined(separator: ".")
    return FileNames(for: [name], keepingTildes: true)[name] + ".safetensors"
  }
}
