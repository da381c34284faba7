import Foundation
import Gzip
import Testing

/// What comes of expanding `bytes`.
private func result(_ bytes: [UInt8], upTo limit: Int = 1 << 30) -> Result<[UInt8], GzipError> {
  do throws(GzipError) { return .success(try Gzip.expand(bytes, upTo: limit)) } catch { return .failure(error) }
}

@Suite struct GzipTests {
  /// `hi` in a file whose header has the name `v` and a checksum.
  private static let named: [UInt8] = {
    let header: [UInt8] = [0x1F, 0x8B, 8, 0x0A, 0, 0, 0, 0, 0, 3, UInt8(ascii: "v"), 0]
    let checksum: [UInt8] = [0x7A, 0xAC]
    let stored: [UInt8] = [1, 2, 0, 0xFD, 0xFF, UInt8(ascii: "h"), UInt8(ascii: "i")]
    return header + checksum + stored + [0xAC, 0x2A, 0x93, 0xD8, 2, 0, 0, 0]
  }()

  @Test(arguments: Compressor.allCases, [0, 1, 65_535, 65_536, 65_537, 131_073, 1_000_000])
  func expandsWhatWasCompressed(by compressor: Compressor, count: Int) throws {
    let content = letters(count)
    let file = try compressor.compress(content)
    #expect(Gzip.isCompressed(file))
    #expect(try Gzip.expand(file, upTo: count) == content)
  }

  @Test func readsHeadersWithNameAndChecksum() {
    #expect(result(Self.named) == .success(Array("hi".utf8)))
  }

  @Test func joinsMembersAndTakesZerosForPadding() throws {
    let parts = [letters(70_000), [], letters(3), letters(200_000)]
    let members = try parts.map { try Compressor.gzip.compress($0) }
    let file = members.flatMap { $0 }
    #expect(result(file) == .success(parts.flatMap { $0 }))
    #expect(result(file + [0, 0, 0]) == .success(parts.flatMap { $0 }))
    #expect(result(file + [0, 1]) == .failure(.trailingBytes(offset: file.count)))
    #expect(result(file + Array("more".utf8)) == .failure(.trailingBytes(offset: file.count)))
    #expect(result(file + [0x1F]) == .failure(.truncated))
    #expect(result(file + [0x1F, 0x8B]) == .failure(.truncated))
  }

  @Test func aFileThatIsCutIsTruncated() throws {
    let first = try Compressor.gzip.compress(letters(500))
    let file = try first + Compressor.python.compress(letters(300))
    for count in 0..<file.count {
      let expected: Result<[UInt8], GzipError> = count == first.count ? .success(letters(500)) : .failure(.truncated)
      #expect(result(Array(file[..<count])) == expected, "\(count) bytes")
    }
  }

  /// Time, flags and system in the header, and bits that fill the last byte before the checksum, mean nothing to the
  /// content; everything else is checked.
  @Test func noDamageGoesUnnoticed() throws {
    let content = letters(400)
    let file = try Compressor.gzip.compress(content)
    var unnoticed: Set<Int> = []
    for index in file.indices {
      for bit in 0..<8 {
        var damaged = file
        damaged[index] ^= 1 << bit
        guard case .success(let found) = result(damaged) else { continue }
        #expect(found == content, "bit \(bit) of byte \(index)")
        unnoticed.insert(index)
      }
    }
    #expect(unnoticed.isSubset(of: Array(3..<10) + [file.count - 9]), "\(unnoticed.sorted())")
  }

  @Test func checksumsOfContentAndHeaderAreChecked() {
    for index in [12, Self.named.count - 8, Self.named.count - 4] {
      var damaged = Self.named
      damaged[index] ^= 1
      #expect(result(damaged) == .failure(.damaged), "byte \(index)")
    }
  }

  @Test func contentIsLimited() throws {
    let file = try Compressor.gzip.compress(letters(100_000))
    #expect(result(file, upTo: 100_000) == .success(letters(100_000)))
    for limit in [0, 1, 65_535, 65_536, 99_999] {
      #expect(result(file, upTo: limit) == .failure(.tooLarge(limit: limit)), "limit \(limit)")
    }
    #expect(result(file, upTo: .max) == .success(letters(100_000)))
    #expect(result(file + file, upTo: 199_999) == .failure(.tooLarge(limit: 199_999)))
  }

  /// A file a thousandth of its content's size is given up at the limit.
  @Test func aBombEndsAtTheLimit() throws {
    let block = try Compressor.gzip.compress([UInt8](repeating: 0, count: 4_000_000))
    let bomb = [[UInt8]](repeating: block, count: 2_000).flatMap { $0 }
    let time = ContinuousClock().measure {
      #expect(result(bomb, upTo: 10_000_000) == .failure(.tooLarge(limit: 10_000_000)))
    }
    #expect(time < .seconds(2), "eight gigabytes were expanded in \(time)")
  }

  /// Text is never a hundredth of its size, so that a small file of that kind is refused before it takes the memory.
  @Test func aDenseFileIsRefused() throws {
    let block = try Compressor.gzip.compress([UInt8](repeating: 0, count: 8_000_000))
    #expect(result(block + block, upTo: .max) == .success([UInt8](repeating: 0, count: 16_000_000)))
    #expect(result(block + block + block, upTo: .max) == .failure(.tooDense(factor: 100)))
    #expect(result(block + block + block, upTo: 16_000_000) == .failure(.tooLarge(limit: 16_000_000)))
  }

  /// Members without content take no memory each.
  @Test func manyEmptyMembersAreRead() throws {
    let empty = try Compressor.gzip.compress([])
    let file = [[UInt8]](repeating: empty, count: 200_000).flatMap { $0 }
    #expect(result(file, upTo: 0) == .success([]))
  }

  @Test(arguments: [[], [0x1F], [0x8B, 0x1F], Array("word 1 2".utf8)] as [[UInt8]])
  func otherFilesAreNotCompressed(bytes: [UInt8]) {
    #expect(!Gzip.isCompressed(bytes))
    #expect((try? Gzip.expand(bytes, upTo: 100)) == nil)
  }

  @Test func errorsSayWhatWasFound() {
    #expect(GzipError.truncated.description == "the gzip data ends early")
    #expect(GzipError.tooLarge(limit: 7).description == "the content is longer than 7 bytes")
    #expect(GzipError.trailingBytes(offset: 9).description.hasSuffix("at offset 9"))
  }
}
