import Foundation
import Testing

private let commands = (try? DocumentedCommand.all()) ?? []

/// What examples exit with that do not exit with 0.
private let statuses: [String: Int32] = [:]

@Test func everyCommandHasExamples() {
  #expect(commands.count > 25)
  #expect(commands.filter(\.examples.isEmpty).map { $0.words.joined(separator: " ") } == [])
}

@Test(arguments: commands.map { $0.words.joined(separator: " ") })
func examplesInHelpTextsRun(name: String) throws {
  let documented = try #require(commands.first { $0.words.joined(separator: " ") == name })
  try DocumentedWorkspace.with { workspace in
    for example in documented.examples {
      let outcome = try workspace.run(example)
      #expect(
        outcome.status == statuses[example, default: 0], "\(example)\n\(outcome.output)\(outcome.errors)")
    }
  }
}

@Test func aHelpTextsWrongExampleIsNoticed() throws {
  try DocumentedWorkspace.with { workspace in
    #expect(try workspace.run("sharespec mask stats train.sparse").status == 1)
    #expect(try workspace.run("sharespec store show train.sprase").status != 0)
    #expect(try workspace.run("sharespec run --variants sparse").status != 0)
    #expect(try workspace.run("sharespec store show 3fa9c2d1 --store /scratch/me").status == 0)
  }
}
