import ArgumentParser
import Diagnostics

/// `sharespec explain`: a rule at length.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain the rule behind a code that a message ends with.",
    discussion: """
      Without a code it lists all rules.

      EXAMPLES
        sharespec explain E0201
        sharespec explain
      """)

  @Argument(help: ArgumentHelp("The code, such as E0201.", valueName: "code"))
  var code: String?

  func run() throws {
    guard let code else {
      for rule in allCodes { try writeResult("\(rule.id)  \(rule.title)") }
      return
    }
    let id = code.uppercased()
    guard let rule = allCodes.first(where: { $0.id == id }) else {
      let meant = likelyMeant(by: id, among: allCodes.map(\.id)).first
      throw ValidationError(
        "There is no rule '\(code)'." + (meant.map { " Did you mean '\($0)'?" } ?? "")
          + " 'sharespec explain' lists all of them.")
    }
    try writeResult("\(rule.id): \(rule.title)\n\n\(rule.explanation)")
  }
}
