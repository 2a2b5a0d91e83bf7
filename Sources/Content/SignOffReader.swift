import Training

extension Fields {
    /// The sign-off of a text; nil when nobody signed it, and where it has a mistake, which is reported.
    ///
    /// One dated after `today` keeps nothing out of service, since it is no mistake by then; until then the text counts as
    /// signed by nobody.
    func signOff(today: Day?) -> SignOff? {
        guard Keys.signOff.contains(where: { optional($0) != nil }) else { return nil }
        let by = required("reviewed_by")?.text()
        let on = required("reviewed_on")?.day()
        let due = optional("review_due")?.day()
        if let on, let due, due <= on {
            optional("review_due")?.complain(zh: "要晚于 `reviewed_on`", en: "must be after `reviewed_on`")
        }
        if let on, let today, on > today, let value = optional("reviewed_on") {
            value.report.warning(
                value.place, zh: "`reviewed_on` 还没有到：到那天以前仍算没有审核",
                en: "`reviewed_on` is yet to come: until that day the text counts as not reviewed")
        }
        guard let by, let on else { return nil }
        return SignOff(by: by, on: on, due: due)
    }
}

extension TextFile {
    /// SHA-256 of a lesson's file without the lines of its front matter that sign it off, hexadecimal.
    ///
    /// Whoever signs a lesson has not changed what readers read, so it makes no new version; and the version of a lesson that
    /// nobody signed is that of its file as it is. The lines are taken from the bytes, line ends included: a lesson has the
    /// same version before and after it is signed.
    var versionWithoutSignOff: String {
        var kept: [UInt8] = []
        var isInFront = true
        var isSignOff = false
        for (number, line) in lines.enumerated() {
            let text = String(decoding: line, as: UTF8.self)
            if number > 0, FrontMatter.isFence(text[...]) { isInFront = false }
            let goesOn = isSignOff && text.first.map { " \t".contains($0) } == true
            isSignOff = isInFront && (goesOn || Keys.signOff.contains { text.hasPrefix("\($0):") })
            if !isSignOff { kept += line }
        }
        return sha256(kept)
    }

    /// The lines as they stand on disk, each with its end: `\n`, `\r\n` or `\r`.
    private var lines: [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        for (index, byte) in bytes.enumerated() {
            let isBeforeLineFeed = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && !isBeforeLineFeed else { continue }
            lines.append(bytes[start...index])
            start = index + 1
        }
        return start < bytes.endIndex ? lines + [bytes[start...]] : lines
    }
}
