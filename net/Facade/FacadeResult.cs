namespace DSoftBus.Net.Facade;

/// <summary>A status and, with <see cref="FacadeStatus.Ok"/>, a value.</summary>
public readonly record struct FacadeResult<T>(FacadeStatus Status, T Value)
{
    public FacadeResult(FacadeStatus status)
        : this(status, default!)
    {
    }

    public bool IsOk => Status == FacadeStatus.Ok;
}
