import Training

extension Report {
    /// Says that personal data stands at `place`, without repeating it.
    func error(_ place: Place, _ kind: PersonalData) {
        switch kind {
        case .identityNumber: error(place, zh: "像是真实的身份证号", en: "looks like a real personal ID number")
        case .mobileNumber: error(place, zh: "像是真实的手机号", en: "looks like a real mobile phone number")
        case .bankCard: error(place, zh: "像是真实的银行卡号", en: "looks like a real bank card number")
        }
    }
}
