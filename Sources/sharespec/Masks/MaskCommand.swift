import ArgumentParser

/// `sharespec mask`: masks as things of their own.
struct MaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mask",
    abstract: "Look at masks, compare them, and exchange them with other programs.",
    discussion: """
      A mask says of every scalar of a network whether it is kept. It is named by a safetensors file, by a stage of the \
      store that made it (its name or the beginning of its identity), or by a specification with --variant and --task; \
      the latter is the mask that the variant trains the task with. docs/masks.md describes the files.

      EXAMPLES
        sharespec mask show specs/quickstart.yaml --variant sparse --task ner --picture
        sharespec mask stats select.ner
        sharespec mask overlap specs/quickstart.yaml --variant sparse
        sharespec mask diff mine.safetensors select.ner
        sharespec mask import pruned.safetensors -o mine.safetensors --polarity drop --map 'lstm.*_mask=encoder.*'
        sharespec mask export select.ner -o ner.safetensors --polarity keep
      """,
    subcommands: [
      MaskShow.self, MaskStats.self, MaskOverlapCommand.self, MaskDiff.self, MaskImportCommand.self,
      MaskExportCommand.self,
    ])
}

/// What every text about naming masks says.
let maskNaming = """
  A mask is a safetensors file, a stage of the store (its name or the beginning of its identity), or a specification \
  or plan with --variant and --task. A file's ones are what is kept, unless its metadata say otherwise.
  """
