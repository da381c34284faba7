import Foundation
import Testing

/// Headless Chromium with one page, steered through its debugging pipe.
final class Browser {
  private let process: CommandProcess
  private let commands: FileHandle
  private let answers: FileHandle
  private var session: String?
  private var lastNumber = 0
  private var unread = Data()

  /// What the page's console said, and exceptions of its script.
  private(set) var complaints: [String] = []

  /// The addresses that the page asked for.
  private(set) var requests: [String] = []

  /// What the browser answers a command with.
  typealias Answer = [String: Any]

  /// Where the browser is; `nil` if there is none.
  static var path: String? {
    let names = ["chromium", "chromium-browser", "google-chrome"]
    let search = names.map { "command -v \($0)" }.joined(separator: " || ")
    guard let outcome = try? CommandProcess([], script: search).wait(), outcome.status == 0 else { return nil }
    return outcome.output.split(separator: "\n").first.map(String.init)
  }

  /// Gives a browser to `body`; without one, warns that `subject` is not tried.
  static func use(toTry subject: String, _ body: (Browser, URL) throws -> Void) throws {
    guard let path else {
      Issue.record("NOT TRIED: \(subject) in a browser, since there is no chromium", severity: .warning)
      return
    }
    try withFolder { folder in try body(Browser(path, in: folder), folder) }
  }

  private init(_ path: String, in folder: URL) throws {
    let options = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=profile", "--remote-debugging-pipe",
      "about:blank",
    ]
    let pipes = try CommandProcess(["commands", "answers"], in: folder, script: "mkfifo \"$@\"").wait()
    try #require(pipes.status == 0, "\(pipes.errors)")
    process = try CommandProcess(
      [path] + options, in: folder, script: "exec timeout 300 \"$@\" 3<commands 4>answers")
    commands = try FileHandle(forWritingTo: folder.appending(path: "commands"))
    answers = try FileHandle(forReadingFrom: folder.appending(path: "answers"))
    let target = try send("Target.createTarget", ["url": "about:blank"])
    session =
      try send(
        "Target.attachToTarget", ["targetId": try #require(target["targetId"]), "flatten": true])["sessionId"]
      as? String
    for domain in ["Page", "Runtime", "Log", "Network"] { try send("\(domain).enable") }
  }

  /// Opens the page in `file` in a window of some width, and waits until it is shown.
  func open(_ file: URL, width: Int = 1280, isDark: Bool = false, fragment: String = "") throws {
    try send(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500])
    let scheme: [String: String] = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
    try send("Emulation.setEmulatedMedia", ["features": [scheme]])
    (complaints, requests) = ([], [])
    // What differs in its fragment alone would not be loaded.
    try send("Page.navigate", ["url": "about:blank"])
    try send("Page.navigate", ["url": file.absoluteString + fragment])
    while try text("document.readyState + location.protocol") != "completefile:" { usleep(10_000) }
    requests.removeAll { $0 == "about:blank" }
  }

  /// The value of a JavaScript expression, as a text.
  func text(_ expression: String) throws -> String {
    let answer = try send("Runtime.evaluate", ["expression": "String(\(expression))", "returnByValue": true])
    if answer["exceptionDetails"] != nil { Issue.record("\(expression): \(answer)") }
    return (answer["result"] as? Answer)?["value"] as? String ?? ""
  }

  /// Presses a key.
  func press(_ key: Key) throws {
    var event: [String: Any] = ["key": key.rawValue, "code": key.rawValue, "windowsVirtualKeyCode": key.code]
    if let text = key.text { event["text"] = text }
    for kind in ["keyDown", "keyUp"] {
      event["type"] = kind
      try send("Input.dispatchKeyEvent", event)
    }
  }

  /// Types a text where the focus is.
  func type(_ text: String) throws { try send("Input.insertText", ["text": text]) }

  /// The page as a picture.
  func picture() throws -> Data {
    let answer = try send("Page.captureScreenshot")
    return try #require((answer["data"] as? String).flatMap { Data(base64Encoded: $0) })
  }

  enum Key: String {
    case slash = "/"
    case enter = "Enter"
    case escape = "Escape"
    case up = "ArrowUp"
    case down = "ArrowDown"
    case left = "ArrowLeft"
    case right = "ArrowRight"

    fileprivate var code: Int {
      switch self {
      case .slash: 191
      case .enter: 13
      case .escape: 27
      case .up: 38
      case .down: 40
      case .left: 37
      case .right: 39
      }
    }

    fileprivate var text: String? {
      switch self {
      case .slash: "/"
      case .enter: "\r"
      case .escape, .up, .down, .left, .right: nil
      }
    }
  }

  /// Sends a command and waits for its answer; what the page reports meanwhile is noted.
  @discardableResult
  private func send(_ method: String, _ parameters: Answer = [:]) throws -> Answer {
    lastNumber += 1
    var message: Answer = ["id": lastNumber, "method": method, "params": parameters]
    message["sessionId"] = session
    try commands.write(contentsOf: JSONSerialization.data(withJSONObject: message) + [0])
    while true {
      let answer = try nextMessage()
      if answer["id"] as? Int == lastNumber { return try #require(answer["result"] as? Answer, "\(method): \(answer)") }
      note(answer)
    }
  }

  private func nextMessage() throws -> Answer {
    while true {
      if let end = unread.firstIndex(of: 0) {
        let message = unread[..<end]
        unread = unread[unread.index(after: end)...]
        return try #require(JSONSerialization.jsonObject(with: Data(message)) as? Answer)
      }
      let more = answers.availableData
      try #require(!more.isEmpty, "the browser has ended: \(process.errors)")
      unread += more
    }
  }

  private func note(_ event: Answer) {
    let parameters = event["params"] as? Answer ?? [:]
    switch event["method"] as? String {
    case "Network.requestWillBeSent":
      if let request = parameters["request"] as? Answer { requests.append("\(request["url"] ?? "")") }
    case "Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown": complaints.append("\(parameters)")
    case _: break
    }
  }
}
