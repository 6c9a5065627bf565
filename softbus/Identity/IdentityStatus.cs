namespace DSoftBus.Softbus.Identity;

/// <summary>How the holder of the secrets answered.</summary>
public enum IdentityStatus : byte
{
    Ok = 0,

    /// <summary>Refused: a low-order point, or an operation that the holder does not offer.</summary>
    Refused = 1,

    /// <summary>No answer: the holder is gone or did not answer in time.</summary>
    Unavailable = 2,
}
