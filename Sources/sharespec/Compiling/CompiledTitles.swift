import PlanFormat
import Planning

/// What each specification of a compilation is called, and with it the files of its plan.
struct CompiledTitles {
  /// The paths of the specifications, each once.
  let paths: [String]

  /// The titles of the paths: the files' own names, or the whole paths where these are the same.
  let titles: [String]

  /// What the plan of everything is called.
  static let all = "all"

  init(of files: [String]) {
    var seen: Set<[UInt8]> = []
    paths = files.filter { seen.insert(Array($0.utf8)).inserted }
    var labels = paths.map(Self.stem)
    while true {
      let counts = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
      let better = zip(paths, labels).map { path, label in counts[label] == 1 ? label : path }
      if better == labels { break }
      labels = better
    }
    // The folder of a plan must not be called as the file of another one.
    let files = labels.flatMap { label in PlanSpelling.allCases.map { FileNames(for: [label])[label] + $0.suffix } }
    let names = FileNames(for: labels, avoiding: [Self.all] + files)
    titles = labels.map { names[$0] }
  }

  /// The name of the file at `path` without its suffix.
  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
