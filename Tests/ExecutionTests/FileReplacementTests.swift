import Foundation
import Testing

@testable import Files

/// What is at a path of the disk, as far as replacing it is to keep it.
private func mode(_ path: String) throws -> UInt16 {
  try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber).uint16Value
}

private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

@Suite struct FileReplacementTests {
  private let workspace: Workspace
  private let files = LocalFileSystem()
  private let path: String

  init() throws {
    workspace = try Workspace()
    path = "\(workspace.path)/file"
  }

  private var names: [String] { get throws { try files.names(in: workspace.path) } }

  @Test func aNewFileIsMadeLikeAnyOther() throws {
    try files.put(Array("one".utf8), at: path)
    try Data().write(to: URL(filePath: "\(path)2"))
    #expect(try text(path) == "one")
    #expect(try mode(path) == mode("\(path)2"))
    #expect(try names == ["file", "file2"])
  }

  @Test func aFileThatIsReplacedKeepsItsPermissions() throws {
    for permissions in [0o600, 0o644, 0o755, 0o4755] {
      try workspace.write("one", to: "file")
      try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
      try files.put(Array("two".utf8), at: path)
      #expect(try text(path) == "two")
      #expect(try Int(mode(path)) == permissions)
      #expect(try names == ["file"])
    }
  }

  @Test func aLinkIsFollowed() throws {
    try workspace.write("one", to: "file")
    try FileManager.default.createSymbolicLink(atPath: "\(workspace.path)/link", withDestinationPath: "file")
    try files.put(Array("two".utf8), at: "\(workspace.path)/link")
    #expect(try text(path) == "two")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(workspace.path)/link") == "file")
  }

  @Test func aDeviceIsWrittenInto() throws {
    try files.put(Array("one".utf8), at: "/dev/null")
    #expect(#expect(throws: FileFailure.self) { try files.put([1], at: "/dev/full") }?.code == ENOSPC)
  }

  /// Users know nothing of the file that is written first.
  @Test(arguments: [("no/file", ENOENT), ("", EISDIR)])
  func failuresNameTheFileThatWasAskedFor(name: String, code: Int32) throws {
    let path = name.isEmpty ? workspace.path : "\(workspace.path)/\(name)"
    let failure = #expect(throws: FileFailure.self) { try files.put([1], at: path) }
    #expect(failure?.code == code)
    #expect(failure?.description.hasPrefix("cannot write '\(path)': ") == true)
    #expect(try names == [])
  }

  @Test func aFileThatCannotBePutInPlaceIsRemoved() throws {
    let memory = MemoryFileSystem()
    try memory.makeDirectory("/a")
    for place in 1...3 {
      let faulty = FaultyFileSystem(memory, .init(place: place, code: EIO, isLasting: false))
      let failure = #expect(throws: FileFailure.self) { try faulty.replace("/a/file", with: [1], by: "/a/new") }
      #expect(failure?.code == EIO)
      #expect(!memory.exists("/a/new"))
      // Only the directory's own entry is then not sure to outlive a power cut.
      #expect(memory.exists("/a/file") == (place == 3))
    }
  }
}

@Suite struct UncheckedFilesTests {
  private let files = UncheckedFiles()
  private let workspace: Workspace
  private let path: String

  init() throws {
    workspace = try Workspace()
    path = "\(workspace.path)/file"
  }

  @Test func whatIsAddedStandsAtTheEndAndNowhereElse() throws {
    for text in ["one", "two"] { #expect(files.append(text.utf8, to: path)) }
    #expect(try text(path) == "onetwo")
    #expect(files.append("three".utf8, to: path, ifItBeginsWith: Array("one".utf8)))
    #expect(!files.append("four".utf8, to: path, ifItBeginsWith: Array("two".utf8)))
    #expect(!files.append("four".utf8, to: "\(path)2", ifItBeginsWith: Array("two".utf8)))
    #expect(try text(path) == "onetwothree")
    files.make(Array("five".utf8), at: path)
    #expect(try text(path) == "onetwothree")
  }

  @Test func noLinkIsFollowed() throws {
    try workspace.write("sharespec", to: "victim")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "victim")
    try FileManager.default.createSymbolicLink(atPath: "\(path)2", withDestinationPath: "missing")
    for path in [path, "\(path)2"] {
      #expect(!files.append("x".utf8, to: path))
      #expect(!files.append("x".utf8, to: path, ifItBeginsWith: Array("share".utf8)))
      files.make(Array("x".utf8), at: path)
    }
    #expect(mkfifo("\(path)3", 0o600) == 0)
    #expect(!files.append("x".utf8, to: "\(path)3"))
    #expect(try text("\(workspace.path)/victim") == "sharespec")
    #expect(!FileManager.default.fileExists(atPath: "\(workspace.path)/missing"))
  }

  @Test func noFolderThatIsALinkIsGoneThroughBelowTheRoot() throws {
    let elsewhere = "\(workspace.path)/elsewhere"
    try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
    try workspace.write("sharespec", to: "elsewhere/file")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "elsewhere")
    let files = UncheckedFiles(below: workspace.path)
    #expect(!files.append("x".utf8, to: "\(path)/file"))
    files.make(Array("x".utf8), at: "\(path)/made")
    files.replace("\(path)/file", with: Array("x".utf8), by: "\(workspace.path)/temporary")
    files.makeDirectories("\(path)/folder/below")
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere) == ["file"])
    #expect(try text("\(elsewhere)/file") == "sharespec")
    #expect(UncheckedFiles(below: path).append("x".utf8, to: "\(path)/file"))
  }
}
