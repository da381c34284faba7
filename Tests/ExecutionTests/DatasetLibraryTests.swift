import Corpora
import Model
import Testing

@testable import Execution
@testable import Planning

/// Two tasks may call one column differently; each finds it by the name that it knows.
@Test func aColumnIsFoundByTheNameThatItsTaskGivesIt() throws {
  let workspace = try Workspace()
  let text = "a X P\nb Y Q\n\nc X P\n"
  try workspace.write(text, to: "train.txt")
  let file = InputFile(path: "\(workspace.path)/train.txt", digest: Digest(of: Array(text.utf8)))
  let source = CorpusSource.files(
    CorpusFiles(
      train: [file], dev: [file], test: [], format: .columns(ColumnLayout(token: 0)), holdOut: HoldOut(.fraction(0.1))))
  let library = DatasetLibrary()
  for (index, name, tags) in [(1, "pos", ["X", "Y", "X"]), (1, "tag", ["X", "Y", "X"]), (2, "pos", ["P", "Q", "P"])] {
    let layer = TaskParameters.LayerColumn(at: .column(index), name: name)
    let column = try library.dataset(source, layer: .column(layer)).train.column(name)
    #expect((0..<3).map { column[$0] } == tags)
  }
}
