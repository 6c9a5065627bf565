namespace DSoftBus.Net.Facade;

/// <summary>Why bytes are no frame.</summary>
public enum FacadeError : byte
{
    None = 0,

    /// <summary>Shorter than a header, or wrong magic or version.</summary>
    BadHeader = 1,

    UnknownOperation = 2,

    /// <summary>The length fits no form of the operation.</summary>
    BadLength = 3,

    /// <summary>A field has a value outside its set.</summary>
    BadField = 4,
}
