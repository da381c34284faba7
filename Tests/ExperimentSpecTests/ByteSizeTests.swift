import Testing

@testable import ExperimentSpec

@Test(arguments: [
  ("8 GB", 8_000_000_000, "8 GB"), ("8GB", 8_000_000_000, "8 GB"), ("1.5 TB", 1_500_000_000_000, "1.5 TB"),
  ("2000 kB", 2_000_000, "2 MB"), ("0.25 kB", 250, "0.25 kB"), ("1.0000000019 kB", 1000, "1 kB"),
  ("8.123456789  GB", 8_123_456_789, "8.123456789 GB"), ("1000000 TB", 1_000_000_000_000_000_000, "1000000 TB"),
])
func sizesAreReadAndWrittenExactly(text: String, bytes: Int, written: String) throws {
  let size = try ByteSize(text)
  #expect(size.bytes == bytes)
  #expect(size.description == written)
  #expect(try ByteSize(size.description) == size)
}

@Test(
  arguments: [
    ("8 gigs", .unknownUnit("gigs", meant: .GB)), ("8 gb", .unknownUnit("gb", meant: .GB)),
    ("8 GiB", .unknownUnit("GiB", meant: .GB)), ("8 KB", .unknownUnit("KB", meant: .kB)),
    ("8 megabytes", .unknownUnit("megabytes", meant: .MB)), ("8 bits", .unknownUnit("bits", meant: nil)),
    ("8 GB each", .unknownUnit("GB each", meant: nil)), ("8", .noUnit), ("8.5", .noUnit), ("", .noNumber),
    ("GB", .noNumber), ("-8 GB", .noNumber), ("1,5 GB", .unknownUnit(",5 GB", meant: nil)), ("8. GB", .noNumber),
    (".5 GB", .noNumber), ("1.2.3 GB", .noNumber), ("0 GB", .outOfRange), ("0.0001 kB", .outOfRange),
    ("1000001 TB", .outOfRange), ("99999999999999999999 TB", .outOfRange), ("٨ GB", .noNumber),
  ] as [(String, ByteSize.Problem)])
func whatIsNoSizeIsRefused(text: String, problem: ByteSize.Problem) {
  #expect(throws: problem) { try ByteSize(text) }
}
