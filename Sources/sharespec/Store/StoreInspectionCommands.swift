import ArgumentParser
import Files
import Glibc
import Planning
import Reporting
import Store

/// `sharespec store ls`: the stages that are done.
struct StoreList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls",
    abstract: "List the stages that are done, with their sizes and when they were carried out.",
    discussion: """
      The oldest stand first. A stage is called by the first digits of its identity or by its name, which 'store show' \
      and 'store export' take.

      EXAMPLES
        sharespec store ls
        sharespec store ls --store /scratch/me --format json
      """)

  @OptionGroup var options: StoreOptions

  @Option(help: "How the list is printed.")
  var format = TextOrJSON.text

  func run() throws {
    let store = try options.inspection()
    let listing = try orExit { () throws(FileFailure) in
      var stages: [(record: StageRecord, provenance: Provenance?)] = []
      for record in try store.records() { stages.append((record, try store.provenance(of: record.stage))) }
      return StoreListing(stages)
    }
    try options.noteNewerFiles([.record, .provenance], in: store)
    try writeResult(format.choice(text: listing.text, json: listing.json))
  }
}

/// `sharespec store show`: all that is known of a stage.
struct StoreShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a stage: its parameters, artifacts, what it reads, what reads it, and how it came about.",
    discussion: """
      A stage is called by the beginning of its identity, by its name, or by a part of its name that no other has.

      EXAMPLES
        sharespec store show 3fa9c2d1
        sharespec store show train.sparse
        sharespec store show select.ner --format json
      """)

  @Argument(help: ArgumentHelp("The beginning of a stage's identity, or its name.", valueName: "stage"))
  var stage: String

  @OptionGroup var options: StoreOptions

  @Option(help: "How the stage is printed.")
  var format = TextOrJSON.text

  func run() throws {
    let store = try options.inspection()
    try options.noteNewerFiles([.record, .provenance], in: store)
    let lookup = StoreLookup(try orExit { () throws(FileFailure) in try store.records() })
    let record = try options.stage(stage, in: lookup)
    let provenance = try orExit { () throws(FileFailure) in try store.provenance(of: record.stage) }
    let entry = StoreEntry(record, provenance, among: lookup, in: store.layout)
    try writeResult(format.choice(text: entry.text, json: entry.json))
  }
}

/// `sharespec store verify`: whether everything is as it was written.
struct StoreVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read everything in the store and say what is damaged or missing.",
    discussion: """
      Runs check what they read in any case and make anew what is damaged; this reads the rest as well. With --repair \
      what is damaged is put aside into 'damaged/', and the stages that it belongs to count as not done.

      Lists what a newer release wrote, which this one cannot check, and records of early releases, which have nothing \
      to check them by. Neither is damage.

      Exits with 0 when everything is whole and with 1 when something is damaged or missing, also if it was put aside.

      EXAMPLES
        sharespec store verify
        sharespec store verify --repair --store /scratch/me
        sharespec store verify --format json
      """)

  @OptionGroup var options: StoreOptions

  @Flag(help: "Put aside what is damaged.")
  var repair = false

  @Option(help: "How the findings are printed.")
  var format = TextOrJSON.text

  func run() throws {
    _ = try options.inspection()
    let result = try orExit { () throws(FileFailure) in
      let store = try ArtifactStore(at: options.store) { if !$0.isListed { show($0) } }
      if repair { try store.checkIsWritable() }
      return try store.verify(repairs: repair)
    }
    try writeResult(format.choice(text: result.text, json: result.json))
    if !result.damages.isEmpty { throw ExitCode(1) }
  }
}

extension StoreNotice {
  /// Whether the findings of a verification say the same.
  fileprivate var isListed: Bool {
    switch self {
    case .damaged, .unreadable: true
    case .damagedInPlace, .unreadableInPlace, .waitingForRemoval, .withoutLocks: false
    }
  }
}

/// Shows what there is to know about a store, on standard error.
func show(_ notice: StoreNotice) { writeToStandardError((notice.isWarning ? "warning: " : "") + "\(notice)\n") }
