import Diagnostics
import Testing

@testable import ExperimentSpec

@Suite struct PathDisplayTests {
  private let paths = PathDisplay(
    from: "specs/t.yaml", in: "/home/alice", hidingFoldersOf: ["../alice/a.txt", "../alice/a.txt.gz"])

  /// Folders are hidden whatever character a path is a part of.
  @Test(arguments: [
    ("[../alice/a.txt, ../alice/a.txt.gz]", "[a.txt, a.txt.gz]"), ("../alice/a.txt\u{301}", "a.txt\u{301}"),
    ("e\u{301}../alice/a.txt", "e\u{301}a.txt"), ("alice", "alice"),
  ])
  func textsNameFilesByTheirLastParts(text: String, shown: String) {
    #expect(Array(paths.text(text).utf8) == Array(shown.utf8))
  }

  /// What is no file has no folder, whatever it is called.
  @Test func onlyFilesHaveFolders() {
    func shown(_ name: String, isFile: Bool) -> String {
      paths.source(SourceFile(name: name, text: "", isFile: isFile))
    }
    #expect(shown("<command line>", isFile: false) == "<command line>")
    #expect(shown("specs/<x>.yaml", isFile: true) == "<x>.yaml")
    #expect(shown("<x>/y.yaml", isFile: true) == "y.yaml")
    #expect(PathDisplay().source(SourceFile(name: "<x>/y.yaml", text: "")) == "<x>/y.yaml")
  }
}
