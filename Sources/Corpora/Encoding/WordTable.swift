/// Words that are found by their bytes, without making a `String` of what is looked up.
struct WordTable {
  /// The distinct words, by number.
  private(set) var words: [String] = []

  /// The bytes of all words, one after the other, and where each word ends.
  private var text: [UInt8] = []
  private var ends: [Int] = []

  /// A hash table with open addressing: numbers of words, −1 where there is none.
  private var slots: [Int32]

  init(_ words: some Sequence<String>) {
    let words = Array(words)
    var size = 8
    while size < words.count * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    for word in words { insert(word) }
  }

  private mutating func insert(_ word: String) {
    var word = word
    let slot = word.withUTF8 { self.slot(of: $0) }
    guard slots[slot] < 0 else { return }
    slots[slot] = Int32(words.count)
    words.append(word)
    text += word.utf8
    ends.append(text.count)
  }

  /// The number of the word with these bytes.
  func number(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let number = slots[slot(of: bytes)]
    return number < 0 ? nil : Int(number)
  }

  /// The slot that has the word, or the empty one that it would get. At least half of the slots are empty.
  private func slot(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    let mask = slots.count - 1
    var slot = hasher.finalize() & mask
    while slots[slot] >= 0, !equals(Int(slots[slot]), bytes) { slot = (slot + 1) & mask }
    return slot
  }

  private func equals(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = number == 0 ? 0 : ends[number - 1]
    guard ends[number] - start == bytes.count else { return false }
    return text.withUnsafeBufferPointer { $0[start..<start + bytes.count].elementsEqual(bytes) }
  }
}
