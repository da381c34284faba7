import Foundation
import Testing

/// The quickstart with less text and fewer rounds, and hard sharing that trains for long enough to be stopped on the
/// way.
enum SmallQuickstart {
  static let arguments: [String] =
    [root.appending(path: "specs/quickstart.yaml").path]
    + [
      "datasets.newspaper.sentences.train=60", "datasets.newspaper.sentences.dev=20",
      "datasets.newspaper.sentences.test=20", "pruning.rate.rounds=2", "pruning.epochs=1", "training.epochs=2",
      "variants.hard.training.epochs=40",
    ].flatMap { ["--set", $0] }

  /// What an undisturbed run on this machine leaves, and its table.
  static let local = Result {
    var result: (contents: StoreContents, table: String)?
    try withFolder { folder in
      let run = try CommandProcess(["run"] + arguments + ["--store", "local"], in: folder).wait()
      try #require(run.status == 0, "\(run.errors)")
      result = (try StoreContents(of: folder.appending(path: "local")), run.output)
    }
    return try #require(result)
  }

  /// Expects that the store is what the local run left, and that its results need nothing to be run.
  static func expectSameResults(_ store: String, in folder: URL) throws {
    let expected = try local.get()
    #expect(try StoreContents(of: folder.appending(path: store)).differences(from: expected.contents) == [])
    let table = try CommandProcess(["run"] + arguments + ["--store", store], in: folder).wait()
    #expect(table.output == expected.table)
    #expect(!table.errors.contains(": done in"), "\(table.errors)")
  }
}
