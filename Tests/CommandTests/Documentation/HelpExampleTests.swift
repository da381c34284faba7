import Foundation
import Testing

private let commands = (try? DocumentedCommand.all()) ?? []

/// What examples exit with that do not exit with 0: comparisons of what differs.
private let statuses: [String: Int32] = [
  "sharespec diff old.yaml new.yaml": 1,
  "sharespec diff exp1.yaml exp1.yaml --set-new preset=released-code": 1,
  "sharespec mask diff select.ner select.pos": 1,
  "sharespec mask diff specs/quickstart.yaml --variant sparse --task ner --task pos": 1,
]

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

/// The statuses that show a wrong example in a help text, beside one that is right.
@Test func aHelpTextsWrongExampleIsNoticed() throws {
  try DocumentedWorkspace.with { workspace in
    let examples = [
      "sharespec mask stats train.sparse", "sharespec store show train.sprase", "sharespec run --variants sparse",
      "sharespec store show 3fa9c2d1 --store /scratch/me",
    ]
    let statuses = try examples.map { try workspace.run($0).status }
    #expect(statuses == [1, 1, 64, 0])
  }
}
