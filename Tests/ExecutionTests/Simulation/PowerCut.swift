import Execution

/// What a power cut leaves of what was done to a file system: everything that was synchronised, and of the rest
/// a random part, which reached the disk in any order.
struct PowerCut {
  /// Changes to the entries of folders that may or may not have reached the disk.
  private var pending: [(folder: String, path: String, node: Int?)] = []

  /// The files and folders that were made, by number; their contents, and those that are on the disk.
  private var contents: [Int: FileTree.Entry] = [0: .folder]
  private var synchronised: Set<Int> = [0]

  /// The entries as programs see them, and as they are on the disk.
  private var seen: [String: Int] = ["/": 0]
  private var durable: [String: Int] = ["/": 0]

  init(after journal: some Sequence<Change>) {
    for change in journal { take(change) }
  }

  private mutating func take(_ change: Change) {
    switch change {
    case .make(let path): link(path, new(.folder, isSynchronised: true))
    case .write(let path, let bytes): link(path, new(.file(bytes), isSynchronised: false))
    case .rename(let source, let target):
      guard let node = seen[source] else { return }
      link(source, nil)
      link(target, node)
    case .remove(let path): link(path, nil)
    case .synchronizeFile(let path): if let node = seen[path] { synchronised.insert(node) }
    case .synchronizeDirectory(let path):
      for change in pending where change.folder == path { durable[change.path] = change.node }
      pending.removeAll { $0.folder == path }
    }
  }

  private mutating func new(_ entry: FileTree.Entry, isSynchronised: Bool) -> Int {
    let node = contents.count
    contents[node] = entry
    if isSynchronised { synchronised.insert(node) }
    return node
  }

  private mutating func link(_ path: String, _ node: Int?) {
    seen[path] = node
    pending.append((folder(of: path), path, node))
  }

  /// One of the states that the disk may be in.
  func state(using generator: inout some RandomNumberGenerator) -> FileTree {
    var entries = durable
    // Between nothing and everything, so that both ends come up too.
    let share = Double.random(in: -0.2...1.2, using: &generator)
    for change in pending where Double.random(in: 0..<1, using: &generator) < share {
      entries[change.path] = change.node
    }
    var tree = FileTree()
    for (path, node) in entries.sorted(by: { $0.key < $1.key }) {
      guard tree.entries[folder(of: path)] != nil, let entry = contents[node] else { continue }
      tree.entries[path] = synchronised.contains(node) ? entry : entry.torn(using: &generator)
    }
    return tree
  }
}

extension FileTree.Entry {
  /// A file of which not everything reached the disk.
  fileprivate func torn(using generator: inout some RandomNumberGenerator) -> FileTree.Entry {
    guard case .file(let bytes) = self else { return self }
    let length = Int.random(in: 0...bytes.count, using: &generator)
    return .file(
      Bool.random(using: &generator) ? Array(bytes[..<length]) : bytes[..<length] + bytes[length...].map { _ in 0 })
  }
}
